"""What is measured in images and DTMs, a folder for each."""
