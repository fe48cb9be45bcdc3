import CNcurses
import Glibc

extension Terminal {
    /// Leaves the screen to a program and takes it again when that ends.
    ///
    /// - Returns: The program's exit code; -1 when it could not be run or was ended.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package mutating func run(_ arguments: [String]) -> Int32 {
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        let code = cn_run(pointers)
        forgetScreen()
        return code
    }
}
