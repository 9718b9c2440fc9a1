"""Pieces that screens share. They know keys, cells and colours; nothing of databases or of the rules of the trade."""
