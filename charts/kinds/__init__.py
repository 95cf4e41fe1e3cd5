"""The limits of every chart type, each a function from Segments to Limits; charts.limits names them."""
