"""The project file `align.toml`: what a folder of work has in common, said once instead of in every command."""
