"""Publications as references: one record, written in every form that is asked for."""
