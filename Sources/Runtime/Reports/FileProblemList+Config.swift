package import ConfigFiles
package import Reports

extension FileProblemList {
    /// The mistakes of a fleet file or a theme.
    package init(_ problems: [ConfigProblem]) {
        self.init(
            problems.map { problem in
                Row(
                    file: problem.file,
                    line: problem.line,
                    column: problem.column,
                    isError: problem.isError,
                    message: problem.message,
                    shown: problem.description
                )
            }
        )
    }
}
