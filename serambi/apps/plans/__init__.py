"""The master plan: pillars, sub-dimensions, programs, activities, milestones, budget lines."""
