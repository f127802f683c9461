"""What happens in verification."""
