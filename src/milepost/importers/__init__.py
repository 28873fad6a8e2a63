"""From the files of other systems to policies."""
