"""What an earlier check found, kept so that the next one does only what a change asks for."""
