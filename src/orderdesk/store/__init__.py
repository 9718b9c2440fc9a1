"""Engine, transactions, locks, migrations, search and backup: the only place that knows the dialect."""
