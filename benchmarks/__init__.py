"""What is fast must stay fast: each figure is a ratio to a yardstick measured in the same run."""
