"""Recipe of the bundled model pack r1-sim-small: data, training, evaluation and export."""
