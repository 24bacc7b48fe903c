"""Recording a stay that happened without an ask."""
