/// The commands that change the log: their rows, and how their words are read.
package struct CommandBook: Sendable {
    /// The rows, in the order of the help.
    package let rows: [CommandRow]
    /// Reads the words of a call; pure.
    package let read:
        @Sendable (CommandCall, CommandSituation) throws(CommandProblem) -> CommandPlan

    /// A book of these rows.
    package init(
        rows: [CommandRow],
        read:
            @escaping @Sendable (CommandCall, CommandSituation) throws(CommandProblem) ->
            CommandPlan
    ) {
        self.rows = rows
        self.read = read
    }
}
