"""The schedule as Salesforce metadata, in source format, with every loss named."""
