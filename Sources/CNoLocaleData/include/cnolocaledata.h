// Nothing to call: what this target is for happens when the program is linked.
