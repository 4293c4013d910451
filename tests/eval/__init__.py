"""How well the rules do on labelled pastes: ``make eval`` and ``make eval DATA=DIR``."""
