"""The verbs of the business: each one function and one transaction."""
