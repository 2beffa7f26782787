"""Subcommands of `plon`, one module each; `plon.config.program` lists them."""
