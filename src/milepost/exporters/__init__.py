"""From the schedule to the files of other systems."""
