"""The knowledge base: facts of many articles in relational tables, with entities and claims made of them."""
