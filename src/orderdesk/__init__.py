"""orderdesk: the sales-order desk of a wholesaler, in a terminal."""

__version__ = "0.1.0"
