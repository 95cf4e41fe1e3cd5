"""What is kept: tables, verbs and permissions. No streamlit, no plotly, no pages."""
