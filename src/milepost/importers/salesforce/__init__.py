"""From Salesforce metadata to a policy: every element has a place, or is reported and kept."""
