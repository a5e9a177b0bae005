"""What `hallway <command>` can do: one module each, with `arguments(parser)` and `async run(arguments, env) -> int`."""
