"""From the model to the schedule."""
