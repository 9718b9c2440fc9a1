"""`python -m orderdesk` is `orderdesk`."""

from orderdesk.cli.main import main

if __name__ == "__main__":
    main()
