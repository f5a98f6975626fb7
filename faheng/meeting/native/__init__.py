"""Charts that Office draws and lets its users edit, of any ChartSpec that is a chart: for PowerPoint and Word alike."""
