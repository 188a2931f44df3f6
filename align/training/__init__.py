"""Training: Marian checkpoints from random weights (`recipe`) and from other checkpoints (`adapt`)."""
