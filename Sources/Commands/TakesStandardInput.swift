/// A command whose text is read from standard input when a script writes `-` for it.
package protocol TakesStandardInput {
    /// The text; `-` for what is piped in.
    var text: String { get set }
}
