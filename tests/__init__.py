"""The tests: one folder a package, one file a module, the same names."""
