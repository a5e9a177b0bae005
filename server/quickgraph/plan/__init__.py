"""Operations as plans, and the Python code generated from them."""
