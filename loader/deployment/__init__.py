"""Deployment, review and description of boards."""
