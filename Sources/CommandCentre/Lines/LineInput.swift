import Dispatch
import Glibc

/// The lines of standard input, read on a thread of their own.
enum LineInput {
    /// A longer line is cut: nobody types so much, and a file that is piped in may have one line.
    private static let lengthLimit = 65_536

    /// Hands every line over, and the end, as long as the program lives.
    static func follow(_ take: @escaping @Sendable (LineEvent) -> Void) {
        DispatchQueue(label: "tocsin.lines").async {
            var line: [UInt8] = []
            while case let byte = getchar(), byte != EOF {
                guard byte != 10 else {
                    take(.line(text(of: line)))
                    line = []
                    continue
                }
                if line.count < lengthLimit { line.append(UInt8(truncatingIfNeeded: byte)) }
            }
            if !line.isEmpty { take(.line(text(of: line))) }
            take(.end)
        }
    }

    private static func text(of line: [UInt8]) -> String {
        String(decoding: line.last == 13 ? line.dropLast() : line[...], as: UTF8.self)
    }
}
