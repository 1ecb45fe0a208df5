"""What answers below /publications/ beside the pages themselves."""
