"""The commands; ``program.COMMANDS`` names the module of each."""
