"""An application for tests of the floor: a findable model, and jobs whose effects can be counted."""
