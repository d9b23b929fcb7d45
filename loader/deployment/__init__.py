"""Deploying, reviewing and describing boards."""
