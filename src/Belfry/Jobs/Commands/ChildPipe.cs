using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Belfry.Jobs.Commands;

// A pipe of which the child gets one end. Ours waits in the runtime's epoll, not on a thread, and the other is closed here as
// soon as the child has it: while this process held it, the end of the output would never come.
[SupportedOSPlatform("linux")]
internal sealed class ChildPipe : IDisposable
{
    private readonly SafePipeHandle theirs;

    public unsafe ChildPipe(PipeDirection ours)
    {
        int* ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.CloseOnExec) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new CommandNotStartedException(
                $"no pipe for its output: {new Win32Exception(error).Message}; raise the limit of open files of this node (ulimit -n).");
        }
        bool reading = ours == PipeDirection.In;
        theirs = new SafePipeHandle(ends[reading ? 1 : 0], ownsHandle: true);
        Ours = new AnonymousPipeClientStream(ours, new SafePipeHandle(ends[reading ? 0 : 1], ownsHandle: true));
    }

    public Stream Ours { get; }

    public int Theirs => (int)theirs.DangerousGetHandle();

    public void CloseTheirs() => theirs.Dispose();

    public void Dispose()
    {
        theirs.Dispose();
        Ours.Dispose();
    }
}
