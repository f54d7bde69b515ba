"""What is kept, on SQLite or PostgreSQL: tables, transactions and statements. The only importer of SQLAlchemy."""
