"""What carries the contract: the command line, the assembly of the app, and its services."""
