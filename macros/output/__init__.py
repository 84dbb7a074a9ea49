"""Work on built files: what is made from the site's data once its pages stand."""
