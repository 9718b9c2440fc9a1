"""Any order of work leaves the books sound: the desk's verbs, chosen at random, every invariant checked after each."""
