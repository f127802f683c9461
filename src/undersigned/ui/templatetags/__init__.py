"""Django looks for template tags here; ui.py has them all."""
