"""Names, types, calendars and graph: from trees to the model."""
