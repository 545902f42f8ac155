"""The commands, a module each: the name of the module is that of the command."""
