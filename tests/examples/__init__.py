"""What people can take over: blueprints, dashboards, sentences."""
