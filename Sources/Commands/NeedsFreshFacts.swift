/// A command that takes what the log tells of the nodes for true: whoever runs it where nobody
/// watches has the nodes asked, and written down, before it.
package protocol NeedsFreshFacts {}
