import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Puts one folder into the place of another in a single step.
enum FolderSwap {
  /// Exchanges two folders of the same parent; false where the system or the disk cannot.
  ///
  /// Linux has `renameat2` with `RENAME_EXCHANGE` (2) since 3.15, macOS `renamex_np` with
  /// `RENAME_SWAP` (2) since 10.12. The Linux call is not in the Swift overlay, hence the look-up.
  static func exchange(_ a: String, _ b: String) -> Bool {
    #if canImport(Darwin)
      return renamex_np(a, b, UInt32(RENAME_SWAP)) == 0
    #else
      typealias Call =
        @convention(c) (
          CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt
        ) -> CInt
      guard let symbol = dlsym(nil, "renameat2") else { return false }
      let renameat2 = unsafeBitCast(symbol, to: Call.self)
      return renameat2(AT_FDCWD, a, AT_FDCWD, b, 2) == 0
    #endif
  }
}
