"""Paper: what is printed as PDF. Nothing here is imported before something is printed; fpdf2 takes its time."""
