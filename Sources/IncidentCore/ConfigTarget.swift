/// What a `config` probe reads: where the keys and values of a node come from.
package struct ConfigTarget: Equatable, Sendable {
    /// The path of the file that is read.
    package var file: String

    /// A target of these parts.
    package init(file: String) {
        self.file = file
    }
}
