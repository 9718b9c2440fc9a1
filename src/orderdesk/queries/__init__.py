"""What screens and commands show: read-only, plain dataclasses out."""
