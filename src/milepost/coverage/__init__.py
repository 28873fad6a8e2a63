"""Who is promised what: the matrix of a policy set, and how it is shown."""
