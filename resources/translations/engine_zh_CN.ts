<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Engine</name>
    <message>
        <source>&quot;# steps 0&quot; says that none is meant</source>
        <translation>“# steps 0”表示本来就没有步骤</translation>
    </message>
    <message>
        <source>&quot;Is this the first k?&quot; was asked in the innermost loop. The zeros get a block of their own before it.</source>
        <translation>此前最内层循环中要问“这是第一个 k 吗？”。现在置零在循环之前有了自己的块。</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; is no workload</source>
        <translation>“{0}”不是工作负载</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no argument here</source>
        <translation>“{0}”在这里不是参数</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no argument here in the step {1}</source>
        <translation>在步骤 {1} 中，“{0}”不是参数</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no argument of {1}</source>
        <translation>“{0}”不是 {1} 的参数</translation>
    </message>
    <message>
        <source>--input-shapes sets it</source>
        <translation>用 --input-shapes 指定</translation>
    </message>
    <message>
        <source>1 leaves an iterator as it is</source>
        <translation>1 表示迭代变量保持原样</translation>
    </message>
    <message>
        <source>1 leaves the iterator as it is</source>
        <translation>1 表示该迭代变量保持原样</translation>
    </message>
    <message>
        <source>16 is usual</source>
        <translation>通常取 16</translation>
    </message>
    <message>
        <source>A dimension&apos;s stride becomes a multiple of a factor plus an offset.</source>
        <translation>把某一维的步幅变为某因子的倍数加偏移。</translation>
    </message>
    <message>
        <source>A loop of one iteration around a block or a loop.</source>
        <translation>在块或循环外加一个只迭代一次的循环。</translation>
    </message>
    <message>
        <source>A nest around one block becomes the inside of the block.</source>
        <translation>围绕一个块的循环嵌套成为该块的内部。</translation>
    </message>
    <message>
        <source>A note for later passes on a loop or a block.</source>
        <translation>在循环或块上为后续各遍加注。</translation>
    </message>
    <message>
        <source>A padded copy becomes a fill with the constant and a copy of the inside.</source>
        <translation>带填充的复制拆成常数填充与内部复制。</translation>
    </message>
    <message>
        <source>A place for the sums</source>
        <translation>给和一个位置</translation>
    </message>
    <message>
        <source>A processor adds a whole vector in the time of one number. The inner {0} iterations become the lanes of one.</source>
        <translation>处理器加一整个向量与加一个数用时相同。内层的 {0} 次迭代成为一个向量的各个通道。</translation>
    </message>
    <message>
        <source>A reduction is computed in parts, one for each iteration of the loop, then added up.</source>
        <translation>归约按循环的每次迭代分部计算，再合并。</translation>
    </message>
    <message>
        <source>A tile of rows</source>
        <translation>一块行</translation>
    </message>
    <message>
        <source>AffineGrid is not supported yet</source>
        <translation>尚不支持 AffineGrid</translation>
    </message>
    <message>
        <source>All rows of A meet one panel of B, {1} columns wide, while it lies in the cache.</source>
        <translation>A 的所有行与 B 的一条 {1} 列宽的面板相乘，而面板一直在缓存中。</translation>
    </message>
    <message>
        <source>Between {0} and {1} stands {2}, which is neither elementwise nor a broadcast.</source>
        <translation>{0} 与 {1} 之间有 {2}，它既非逐元素也非广播。</translation>
    </message>
    <message>
        <source>Between {0} and {1} stands {2}, which is not injective.</source>
        <translation>{0} 与 {1} 之间有 {2}，它不是单射。</translation>
    </message>
    <message>
        <source>BitCast is not supported yet</source>
        <translation>尚不支持 BitCast</translation>
    </message>
    <message>
        <source>C was read and written at every step of k. The tile of sums gets a small buffer of its own, copied to C once at the end.</source>
        <translation>此前 k 的每一步都要读写 C。现在这一块和有了自己的小缓冲区，最后一次性复制到 C。</translation>
    </message>
    <message>
        <source>C[m, n] is the sum over k of A[m, k] * B[k, n]. What is computed never changes; the order, the place of the sums and the layout do. Every step is checked against the reference interpreter before it is timed.</source>
        <translation>C[m, n] 是对 k 求 A[m, k] * B[k, n] 的和。计算的内容从不改变；改变的是顺序、和的位置以及布局。每一步在计时之前都与参考解释器核对。</translation>
    </message>
    <message>
        <source>CenterCropPad is not supported yet</source>
        <translation>尚不支持 CenterCropPad</translation>
    </message>
    <message>
        <source>Col2Im is not supported yet</source>
        <translation>尚不支持 Col2Im</translation>
    </message>
    <message>
        <source>Draws factors whose product is the loop&apos;s extent; later steps name them.</source>
        <translation>抽取乘积等于循环长度的因子，供后续步骤引用。</translation>
    </message>
    <message>
        <source>Draws one of the values; later steps name it.</source>
        <translation>从给定值中抽取一个，供后续步骤引用。</translation>
    </message>
    <message>
        <source>Draws where the block is computed: where it stands, or below a loop that needs it.</source>
        <translation>抽取块的计算位置：原处，或需要它的某个循环之下。</translation>
    </message>
    <message>
        <source>Each element of A is used for two vectors of B: fewer loads for each multiplication.</source>
        <translation>A 的每个元素用于 B 的两个向量：每次乘法的加载更少。</translation>
    </message>
    <message>
        <source>Each iteration of the loop computes only what the one before has not left behind.</source>
        <translation>循环的每次迭代只计算上一次没有留下的部分。</translation>
    </message>
    <message>
        <source>Each iteration of the loop copies out what the blocks inside write.</source>
        <translation>循环的每次迭代把内部各块写的内容复制出去。</translation>
    </message>
    <message>
        <source>Each iteration of the loop copies what the blocks inside read of the buffer.</source>
        <translation>循环的每次迭代复制内部各块要读的缓冲区部分。</translation>
    </message>
    <message>
        <source>Each vector of B is now used for {2} rows of A before the next is read. Alone this is slower, because sums still travel through memory at every step of k; the next steps build on it.</source>
        <translation>现在 B 的每个向量在读取下一个之前用于 A 的 {2} 行。单独这样做更慢，因为 k 的每一步中和仍要经过内存；后面的步骤以此为基础。</translation>
    </message>
    <message>
        <source>Four steps of k at once</source>
        <translation>k 一次走四步</translation>
    </message>
    <message>
        <source>Fourier transforms are not supported yet</source>
        <translation>尚不支持傅里叶变换</translation>
    </message>
    <message>
        <source>Fusion is switched off.</source>
        <translation>融合已关闭。</translation>
    </message>
    <message>
        <source>Iterators are rounded up to multiples; padded copies of the operands make it right.</source>
        <translation>迭代变量向上取整到倍数；操作数的填充副本保证结果正确。</translation>
    </message>
    <message>
        <source>Keep a panel of B</source>
        <translation>保留 B 的一条面板</translation>
    </message>
    <message>
        <source>Loops nested directly in each other become one.</source>
        <translation>直接嵌套的循环合成一个。</translation>
    </message>
    <message>
        <source>Loops over a tile of fixed size cost counting and jumping; written out, every vector has an address known when compiling.</source>
        <translation>对固定大小分块的循环要付出计数与跳转的代价；写开之后，每个向量的地址在编译时已知。</translation>
    </message>
    <message>
        <source>Loops that stand next to each other become one.</source>
        <translation>相邻的循环合成一个。</translation>
    </message>
    <message>
        <source>Matmul: from the definition to near the peak of one core</source>
        <translation>矩阵乘：从定义到接近单核峰值</translation>
    </message>
    <message>
        <source>No phase considered {0}.</source>
        <translation>没有任何阶段考虑过 {0}。</translation>
    </message>
    <message>
        <source>One loop becomes a nest of loops with the given extents; one may be -1, inferred.</source>
        <translation>一个循环变成给定长度的循环嵌套；其中一个可为 -1，由推断得出。</translation>
    </message>
    <message>
        <source>One loop becomes consecutive loops over parts of its range.</source>
        <translation>一个循环变成依次覆盖其各段范围的循环。</translation>
    </message>
    <message>
        <source>Pack the panel</source>
        <translation>打包面板</translation>
    </message>
    <message>
        <source>Sums in registers</source>
        <translation>和放进寄存器</translation>
    </message>
    <message>
        <source>Takes a note off a loop or a block.</source>
        <translation>去掉循环或块上的注记。</translation>
    </message>
    <message>
        <source>TensorScatter is not supported yet</source>
        <translation>尚不支持 TensorScatter</translation>
    </message>
    <message>
        <source>The block reads a copy of the buffer, which a new block makes.</source>
        <translation>块改读缓冲区的副本，副本由新块生成。</translation>
    </message>
    <message>
        <source>The block uses a copy of the buffer in the order of its iterators.</source>
        <translation>块使用按其迭代变量顺序排列的缓冲区副本。</translation>
    </message>
    <message>
        <source>The block writes a buffer of its own, which a new block copies out.</source>
        <translation>块写入自己的缓冲区，再由新块复制出去。</translation>
    </message>
    <message>
        <source>The block&apos;s formula is applied where its input is computed.</source>
        <translation>在计算输入之处直接应用块的公式。</translation>
    </message>
    <message>
        <source>The block&apos;s formula replaces every read of what it computes.</source>
        <translation>用块的公式代替对其结果的每次读取。</translation>
    </message>
    <message>
        <source>The block&apos;s iterators are made anew: &quot;i, j -&gt; i, j//8, j % 8&quot;.</source>
        <translation>重新构造块的迭代变量：&quot;i, j -&gt; i, j//8, j % 8&quot;。</translation>
    </message>
    <message>
        <source>The buffer lives in the given memory: global, local or registers.</source>
        <translation>缓冲区位于给定的存储：global、local 或 registers。</translation>
    </message>
    <message>
        <source>The buffer&apos;s elements are arranged anew: &quot;h, w -&gt; h, w//8, w % 8&quot;.</source>
        <translation>重新排列缓冲区的元素：&quot;h, w -&gt; h, w//8, w % 8&quot;。</translation>
    </message>
    <message>
        <source>The consumer is computed inside a loop of its producer, as soon as possible.</source>
        <translation>消费者在其生产者的循环内尽早计算。</translation>
    </message>
    <message>
        <source>The definition</source>
        <translation>定义</translation>
    </message>
    <message>
        <source>The fusion of {0} into {1} was forbidden by an override.</source>
        <translation>覆盖禁止了 {0} 融合进 {1}。</translation>
    </message>
    <message>
        <source>The group would have more than {0} operators.</source>
        <translation>该组将超过 {0} 个算子。</translation>
    </message>
    <message>
        <source>The inner loop repeats four steps in its body: a quarter of the counting and jumping, and longer runs of multiply-adds.</source>
        <translation>内层循环体重复四步：计数与跳转减为四分之一，连续的乘加更长。</translation>
    </message>
    <message>
        <source>The iterations of the loop are divided among threads.</source>
        <translation>循环的各次迭代分配给多个线程。</translation>
    </message>
    <message>
        <source>The iterations of the loop become an axis of a grid of threads.</source>
        <translation>循环的各次迭代成为线程网格的一个轴。</translation>
    </message>
    <message>
        <source>The iterations of the loop become the lanes of vectors.</source>
        <translation>循环的各次迭代成为向量的各个通道。</translation>
    </message>
    <message>
        <source>The iterators of the block&apos;s signature stand in another order.</source>
        <translation>块签名中的迭代变量换一种顺序。</translation>
    </message>
    <message>
        <source>The kernel would have more than {0} arguments.</source>
        <translation>该内核将超过 {0} 个参数。</translation>
    </message>
    <message>
        <source>The loop is written out, iteration by iteration.</source>
        <translation>把循环逐次迭代写开。</translation>
    </message>
    <message>
        <source>The loops of a nest stand in the given order, outermost first.</source>
        <translation>嵌套中的循环按给定顺序排列，最外层在前。</translation>
    </message>
    <message>
        <source>The nest becomes one instruction of the machine on a tile.</source>
        <translation>循环嵌套成为机器对一个分块的一条指令。</translation>
    </message>
    <message>
        <source>The panel&apos;s rows lie far apart, so that they share few cache sets and many pages. Copied once, they lie one after another.</source>
        <translation>面板的各行相距很远，因此挤在少数缓存组中又跨越许多页。复制一次之后，它们便依次相邻。</translation>
    </message>
    <message>
        <source>The producer is computed inside a loop of its consumers, as much as they need.</source>
        <translation>生产者在其消费者的循环内按需计算。</translation>
    </message>
    <message>
        <source>The readers of {0} never meet again before the outputs, so no single kernel could absorb it.</source>
        <translation>{0} 的读者在到达输出之前不再汇合，因此没有单个内核能吸收它。</translation>
    </message>
    <message>
        <source>The start value of a reduction is set by a block of its own before the loop.</source>
        <translation>归约的初值由循环之前单独的块设置。</translation>
    </message>
    <message>
        <source>The tile fits the vector registers: the inner loop only loads A and B, and multiplies and adds.</source>
        <translation>分块放得进向量寄存器：内层循环只需加载 A 与 B，并做乘加。</translation>
    </message>
    <message>
        <source>Three loops, the sum innermost. Each step reads one element of B from another cache line, and each addition waits for the one before it.</source>
        <translation>三重循环，求和在最内层。每一步从另一条缓存行读取 B 的一个元素，每次加法都要等前一次完成。</translation>
    </message>
    <message>
        <source>Two vectors wide</source>
        <translation>两个向量宽</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>向量</translation>
    </message>
    <message>
        <source>Walk along the rows of B</source>
        <translation>沿 B 的行前进</translation>
    </message>
    <message>
        <source>What the block reads some iterations later is fetched into the caches ahead of time.</source>
        <translation>把块若干次迭代之后要读的内容提前取入缓存。</translation>
    </message>
    <message>
        <source>With n innermost, B and C are read as they lie in memory: one cache line serves many steps, and neighbouring additions do not wait for each other.</source>
        <translation>把 n 放在最内层，B 与 C 便按其内存顺序读取：一条缓存行供多步使用，相邻的加法不再相互等待。</translation>
    </message>
    <message>
        <source>Written out</source>
        <translation>写开</translation>
    </message>
    <message>
        <source>Zeros before the loop</source>
        <translation>循环之前置零</translation>
    </message>
    <message>
        <source>a block below {0} is an instruction with lanes of its own</source>
        <translation>{0} 之下的一个块是自带通道的指令</translation>
    </message>
    <message>
        <source>a block of the same nest reads {1}, or a loop around {0} is scheduled</source>
        <translation>同一嵌套的块读取 {1}，或 {0} 外的循环已被调度</translation>
    </message>
    <message>
        <source>a choice needs from 1 to 64 values</source>
        <translation>选择需要 1 到 64 个值</translation>
    </message>
    <message>
        <source>a choice of {0} values needs as many weights from 0 to 2^20, not all 0</source>
        <translation>在 {0} 个值中选择需要同样多的权重，取 0 到 2^20，且不全为 0</translation>
    </message>
    <message>
        <source>a copy of {1} in the order of block {0} would be too large or of unknown size</source>
        <translation>按块 {0} 的顺序复制 {1} 会过大或大小未知</translation>
    </message>
    <message>
        <source>a damaged order</source>
        <translation>请求已损坏</translation>
    </message>
    <message>
        <source>a float</source>
        <translation>浮点数</translation>
    </message>
    <message>
        <source>a list of floats</source>
        <translation>浮点数列表</translation>
    </message>
    <message>
        <source>a list of integers</source>
        <translation>整数列表</translation>
    </message>
    <message>
        <source>a list of strings</source>
        <translation>字符串列表</translation>
    </message>
    <message>
        <source>a map</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>a message in it is malformed or nested too deeply</source>
        <translation>其中有消息格式错误或嵌套过深</translation>
    </message>
    <message>
        <source>a module for another machine cannot be linked here</source>
        <translation>不能在此链接用于其他机器的模块</translation>
    </message>
    <message>
        <source>a module that was not loaded</source>
        <translation>模块尚未载入</translation>
    </message>
    <message>
        <source>a new index divides by zero or uses more than index arithmetic</source>
        <translation>新下标除以零，或用到下标运算以外的运算</translation>
    </message>
    <message>
        <source>a new index is no index expression</source>
        <translation>新下标不是下标表达式</translation>
    </message>
    <message>
        <source>a new index may be negative</source>
        <translation>新下标可能为负</translation>
    </message>
    <message>
        <source>a new iterator of block {0} would mix reduce and spatial ones</source>
        <translation>块 {0} 的新迭代变量会混合归约与空间迭代变量</translation>
    </message>
    <message>
        <source>a prefetch of {0} is from 1 to 1024 iterations ahead</source>
        <translation>{0} 的预取须提前 1 到 1024 次迭代</translation>
    </message>
    <message>
        <source>a request of unknown type</source>
        <translation>未知类型的请求</translation>
    </message>
    <message>
        <source>a schedule kept for this model cannot be read: {0}</source>
        <translation>为此模型保存的调度无法读取：{0}</translation>
    </message>
    <message>
        <source>a schedule&apos;s file has at most 1 MiB</source>
        <translation>调度文件最大 1 MiB</translation>
    </message>
    <message>
        <source>a sequence</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>a shared file is shorter than announced</source>
        <translation>共享文件比声明的短</translation>
    </message>
    <message>
        <source>a sparse tensor</source>
        <translation>稀疏张量</translation>
    </message>
    <message>
        <source>a step is an object with a primitive</source>
        <translation>步骤应是含有原语的对象</translation>
    </message>
    <message>
        <source>a step stands before the first &quot;#: Title&quot;</source>
        <translation>第一个“#: 标题”之前有步骤</translation>
    </message>
    <message>
        <source>a string</source>
        <translation>字符串</translation>
    </message>
    <message>
        <source>a string has no end</source>
        <translation>字符串没有结束</translation>
    </message>
    <message>
        <source>a tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>a trace has at most 1 MiB of text: it ends in this line</source>
        <translation>轨迹的文本最多 1 MiB：在这一行达到上限</translation>
    </message>
    <message>
        <source>a trace has at most {0} steps</source>
        <translation>轨迹最多 {0} 步</translation>
    </message>
    <message>
        <source>a trace has at most {0} steps: this one is the first that is too many</source>
        <translation>轨迹最多 {0} 步：这是第一个超出的步骤</translation>
    </message>
    <message>
        <source>a value without a type</source>
        <translation>没有类型的值</translation>
    </message>
    <message>
        <source>ahead</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>an element type</source>
        <translation>元素类型</translation>
    </message>
    <message>
        <source>an extent of {0} is no constant</source>
        <translation>{0} 的某个长度不是常数</translation>
    </message>
    <message>
        <source>an image needs an input f32 or u8 [1,C,H,W] or [1,H,W,C] with 1 or 3 channels, not {0}</source>
        <translation>图像需要 f32 或 u8 的 [1,C,H,W] 或 [1,H,W,C] 输入，1 或 3 个通道，而不是 {0}</translation>
    </message>
    <message>
        <source>an input lies outside its file</source>
        <translation>输入超出其文件范围</translation>
    </message>
    <message>
        <source>an input to transpose has fewer than two axes</source>
        <translation>要转置的输入少于两个轴</translation>
    </message>
    <message>
        <source>an integer</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>an inverse transform of one side is not supported</source>
        <translation>不支持单边逆变换</translation>
    </message>
    <message>
        <source>an object lies outside its file</source>
        <translation>目标文件超出其文件范围</translation>
    </message>
    <message>
        <source>an object of the module is damaged</source>
        <translation>模块的一个目标文件已损坏</translation>
    </message>
    <message>
        <source>an opaque value</source>
        <translation>不透明值</translation>
    </message>
    <message>
        <source>an optional value</source>
        <translation>可选值</translation>
    </message>
    <message>
        <source>an output has another size</source>
        <translation>某个输出的大小不同</translation>
    </message>
    <message>
        <source>an output lies outside its file</source>
        <translation>输出超出其文件范围</translation>
    </message>
    <message>
        <source>anchor</source>
        <translation>锚点</translation>
    </message>
    <message>
        <source>another number of inputs than the plan&apos;s</source>
        <translation>输入数目与计划不同</translation>
    </message>
    <message>
        <source>another number of outputs than the plan&apos;s</source>
        <translation>输出数目与计划不同</translation>
    </message>
    <message>
        <source>another workload</source>
        <translation>另一工作负载</translation>
    </message>
    <message>
        <source>argument &apos;{0}&apos; has the wrong kind</source>
        <translation>参数“{0}”的种类不对</translation>
    </message>
    <message>
        <source>argument {0} has the wrong kind</source>
        <translation>参数 {0} 的种类不对</translation>
    </message>
    <message>
        <source>argument {0} is missing</source>
        <translation>缺少参数 {0}</translation>
    </message>
    <message>
        <source>arguments are an object</source>
        <translation>参数应是对象</translation>
    </message>
    <message>
        <source>at</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>axis</source>
        <translation>轴</translation>
    </message>
    <message>
        <source>before opset 13 only the last axis is supported</source>
        <translation>算子集 13 之前只支持最后一个轴</translation>
    </message>
    <message>
        <source>bisecting the passes</source>
        <translation>二分查找各遍</translation>
    </message>
    <message>
        <source>block</source>
        <translation>块</translation>
    </message>
    <message>
        <source>block {0} also writes {1}</source>
        <translation>块 {0} 也写 {1}</translation>
    </message>
    <message>
        <source>block {0} below {1} is opaque and reads {2}</source>
        <translation>{1} 之下的块 {0} 不透明，且读取 {2}</translation>
    </message>
    <message>
        <source>block {0} below {1} reads {2}</source>
        <translation>{1} 之下的块 {0} 读取 {2}</translation>
    </message>
    <message>
        <source>block {0} between the loop and {1} writes {2}</source>
        <translation>循环与 {1} 之间的块 {0} 写 {2}</translation>
    </message>
    <message>
        <source>block {0} calls a function of the runtime</source>
        <translation>块 {0} 调用运行时函数</translation>
    </message>
    <message>
        <source>block {0} can be computed at {1} loops; the decision is a position among them, or -1</source>
        <translation>块 {0} 可在 {1} 个循环处计算；决定应是其中的位置，或 -1</translation>
    </message>
    <message>
        <source>block {0} does not add, multiply or take an extremum from its identity</source>
        <translation>块 {0} 不是从单位元起做加、乘或取极值</translation>
    </message>
    <message>
        <source>block {0} does not alone make one buffer of its own</source>
        <translation>块 {0} 不是独自生成一个自己的缓冲区</translation>
    </message>
    <message>
        <source>block {0} does not compute what {1} does</source>
        <translation>块 {0} 的计算与 {1} 不同</translation>
    </message>
    <message>
        <source>block {0} does not read {1}</source>
        <translation>块 {0} 不读取 {1}</translation>
    </message>
    <message>
        <source>block {0} does not read {1} at its own plain iterators over the whole buffer</source>
        <translation>块 {0} 不是以自己的单纯迭代变量遍历整个 {1}</translation>
    </message>
    <message>
        <source>block {0} does not stand alone in a nest of ordinary loops</source>
        <translation>块 {0} 不是独自处在普通循环的嵌套中</translation>
    </message>
    <message>
        <source>block {0} does not stand below {1} or does not read {2}</source>
        <translation>块 {0} 不在 {1} 之下，或不读取 {2}</translation>
    </message>
    <message>
        <source>block {0} does not stand below {1}, or nothing reads what it makes</source>
        <translation>块 {0} 不在 {1} 之下，或没有谁读取它的结果</translation>
    </message>
    <message>
        <source>block {0} does not store at distinct plain iterators</source>
        <translation>块 {0} 不是按互异的单纯迭代变量存储</translation>
    </message>
    <message>
        <source>block {0} does not use {1} at one place that its iterators determine</source>
        <translation>块 {0} 使用 {1} 的位置不由其迭代变量唯一确定</translation>
    </message>
    <message>
        <source>block {0} does not write {1}</source>
        <translation>块 {0} 不写 {1}</translation>
    </message>
    <message>
        <source>block {0} does not write {1} alone at distinct plain iterators</source>
        <translation>块 {0} 不是独自按互异的单纯迭代变量写 {1}</translation>
    </message>
    <message>
        <source>block {0} has no init</source>
        <translation>块 {0} 没有初始化</translation>
    </message>
    <message>
        <source>block {0} has no note of that name</source>
        <translation>块 {0} 没有该名称的注记</translation>
    </message>
    <message>
        <source>block {0} has {1} iterators; each needs a multiple from 1 to 4096, and one must change its extent</source>
        <translation>块 {0} 有 {1} 个迭代变量；每个需要 1 到 4096 的倍数，且至少一个长度须改变</translation>
    </message>
    <message>
        <source>block {0} has {1} iterators; the order is no permutation of them</source>
        <translation>块 {0} 有 {1} 个迭代变量；给出的顺序不是它们的排列</translation>
    </message>
    <message>
        <source>block {0} has {1} producers, not one</source>
        <translation>块 {0} 有 {1} 个生产者，而不是一个</translation>
    </message>
    <message>
        <source>block {0} is a reduction</source>
        <translation>块 {0} 是归约</translation>
    </message>
    <message>
        <source>block {0} is a reduction or not one store</source>
        <translation>块 {0} 是归约，或不是单个存储</translation>
    </message>
    <message>
        <source>block {0} is a reduction or not one store of a scalar</source>
        <translation>块 {0} 是归约，或不是单个标量存储</translation>
    </message>
    <message>
        <source>block {0} is a reduction or opaque</source>
        <translation>块 {0} 是归约或不透明</translation>
    </message>
    <message>
        <source>block {0} is a reduction whose start value another block sets</source>
        <translation>块 {0} 是由另一个块设置初值的归约</translation>
    </message>
    <message>
        <source>block {0} is no reduction of one store</source>
        <translation>块 {0} 不是单个存储的归约</translation>
    </message>
    <message>
        <source>block {0} is no sum of products at plain iterators over whole buffers</source>
        <translation>块 {0} 不是以单纯迭代变量遍历整个缓冲区的乘积之和</translation>
    </message>
    <message>
        <source>block {0} is not known to run for all values of its iterators</source>
        <translation>不能确定块 {0} 对其迭代变量的所有取值都执行</translation>
    </message>
    <message>
        <source>block {0} is not known to write every element of {1}</source>
        <translation>不能确定块 {0} 写 {1} 的每个元素</translation>
    </message>
    <message>
        <source>block {0} is not the only one that makes {1}</source>
        <translation>生成 {1} 的不只有块 {0}</translation>
    </message>
    <message>
        <source>block {0} is opaque</source>
        <translation>块 {0} 不透明</translation>
    </message>
    <message>
        <source>block {0} is opaque and uses {1}</source>
        <translation>块 {0} 不透明，且使用 {1}</translation>
    </message>
    <message>
        <source>block {0} is opaque or has buffers of its own</source>
        <translation>块 {0} 不透明，或有自己的缓冲区</translation>
    </message>
    <message>
        <source>block {0} is opaque or the order of its iterators matters</source>
        <translation>块 {0} 不透明，或其迭代变量的顺序有影响</translation>
    </message>
    <message>
        <source>block {0} is opaque, ordered, or has buffers of its own</source>
        <translation>块 {0} 不透明、有顺序要求，或有自己的缓冲区</translation>
    </message>
    <message>
        <source>block {0} may name a place outside of {1}</source>
        <translation>块 {0} 可能访问 {1} 之外的位置</translation>
    </message>
    <message>
        <source>block {0} names places outside of {1}, for a border that no iteration of {2} would make</source>
        <translation>块 {0} 为边界访问 {1} 之外的位置，而 {2} 的任何迭代都不会生成它</translation>
    </message>
    <message>
        <source>block {0} neither reads nor writes {1}</source>
        <translation>块 {0} 既不读也不写 {1}</translation>
    </message>
    <message>
        <source>block {0} of the same nest reads {1}</source>
        <translation>同一嵌套的块 {0} 读取 {1}</translation>
    </message>
    <message>
        <source>block {0} reads {1} and does not stand below {2}</source>
        <translation>块 {0} 读取 {1}，但不在 {2} 之下</translation>
    </message>
    <message>
        <source>block {0} reads {1} before it is computed</source>
        <translation>块 {0} 在 {1} 算出之前读取它</translation>
    </message>
    <message>
        <source>block {0} reads {1} outside of {2}, or before it is computed</source>
        <translation>块 {0} 在 {2} 之外，或在 {1} 算出之前读取它</translation>
    </message>
    <message>
        <source>block {0} stands below {1} already</source>
        <translation>块 {0} 已在 {1} 之下</translation>
    </message>
    <message>
        <source>block {0} uses elements of {1} that block {2} may write in another iteration of {3}</source>
        <translation>块 {0} 使用 {1} 的元素，而块 {2} 可能在 {3} 的另一次迭代中写它们</translation>
    </message>
    <message>
        <source>block {0} uses {1} in between</source>
        <translation>块 {0} 在其间使用 {1}</translation>
    </message>
    <message>
        <source>block {0} uses {1}, which holds no more than a window of its loop</source>
        <translation>块 {0} 使用 {1}，而它只保存其循环的一个窗口</translation>
    </message>
    <message>
        <source>block {0} writes several buffers; name one</source>
        <translation>块 {0} 写多个缓冲区；请指明一个</translation>
    </message>
    <message>
        <source>block {0} writes the output {1}</source>
        <translation>块 {0} 写输出 {1}</translation>
    </message>
    <message>
        <source>block {0} writes {1} again, which {2} reads</source>
        <translation>块 {0} 再次写 {1}，而 {2} 读取它</translation>
    </message>
    <message>
        <source>block {0} writes {1} in between</source>
        <translation>块 {0} 在其间写 {1}</translation>
    </message>
    <message>
        <source>block {0} writes {1} in the same nest or later</source>
        <translation>块 {0} 在同一嵌套或之后写 {1}</translation>
    </message>
    <message>
        <source>block {0} writes {1} outside of {2}, or is opaque</source>
        <translation>块 {0} 在 {2} 之外写 {1}，或不透明</translation>
    </message>
    <message>
        <source>block {0} writes {1}, or reads it in the same nest</source>
        <translation>块 {0} 写 {1}，或在同一嵌套中读取它</translation>
    </message>
    <message>
        <source>block {0} writes {1}, which {2} reads, below the loop or after the block</source>
        <translation>块 {0} 在循环之下或该块之后写 {1}，而 {2} 读取它</translation>
    </message>
    <message>
        <source>block {1} below {0} calls a function of the runtime</source>
        <translation>{0} 之下的块 {1} 调用运行时函数</translation>
    </message>
    <message>
        <source>block {1} reads elements of {2} that another iteration of {0} may write</source>
        <translation>块 {1} 读取 {2} 中可能由 {0} 的另一次迭代写入的元素</translation>
    </message>
    <message>
        <source>blocks {0} and {1} use elements of {2} in different iterations</source>
        <translation>块 {0} 与 {1} 在不同的迭代中使用 {2} 的元素</translation>
    </message>
    <message>
        <source>both sides must be compiled before they are compared</source>
        <translation>比较之前两边都须编译</translation>
    </message>
    <message>
        <source>broadcast</source>
        <translation>广播</translation>
    </message>
    <message>
        <source>buffer</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>cache_read or cache_write makes a buffer that may be rearranged</source>
        <translation>cache_read 或 cache_write 可生成允许重排的缓冲区</translation>
    </message>
    <message>
        <source>cache_read or cache_write makes a copy in another scope</source>
        <translation>cache_read 或 cache_write 可在另一作用域生成副本</translation>
    </message>
    <message>
        <source>cache_write before compute_at; set_scope changes the scope of {1}</source>
        <translation>在 compute_at 之前做 cache_write；set_scope 可改变 {1} 的作用域</translation>
    </message>
    <message>
        <source>cache_write before decompose_reduction</source>
        <translation>在 decompose_reduction 之前做 cache_write</translation>
    </message>
    <message>
        <source>cache_write before decompose_reduction and splits with a rest</source>
        <translation>在 decompose_reduction 和带余数的 split 之前做 cache_write</translation>
    </message>
    <message>
        <source>cache_write works at any place</source>
        <translation>cache_write 在任何位置都可用</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>cannot make shared memory</source>
        <translation>无法建立共享内存</translation>
    </message>
    <message>
        <source>cannot map shared memory</source>
        <translation>无法映射共享内存</translation>
    </message>
    <message>
        <source>cannot reach the runner</source>
        <translation>无法联系运行器</translation>
    </message>
    <message>
        <source>cannot read input shapes at column {0} of &quot;{1}&quot;</source>
        <translation>“{1}”的第 {0} 列无法读作输入形状</translation>
    </message>
    <message>
        <source>cannot read the image</source>
        <translation>无法读取图像</translation>
    </message>
    <message>
        <source>cannot start {0}: {1}</source>
        <translation>无法启动 {0}：{1}</translation>
    </message>
    <message>
        <source>cannot write the file</source>
        <translation>无法写入文件</translation>
    </message>
    <message>
        <source>cannot write {0}</source>
        <translation>无法写入 {0}</translation>
    </message>
    <message>
        <source>cannot write {0}: {1}</source>
        <translation>无法写入 {0}：{1}</translation>
    </message>
    <message>
        <source>channels in the last place are not supported</source>
        <translation>不支持通道在最后的布局</translation>
    </message>
    <message>
        <source>checking the kernel</source>
        <translation>检查内核</translation>
    </message>
    <message>
        <source>choose a folder that can be written</source>
        <translation>请选择可写的文件夹</translation>
    </message>
    <message>
        <source>choose a loop around a block that reads the buffer</source>
        <translation>选择围绕读取该缓冲区的块的循环</translation>
    </message>
    <message>
        <source>choose a loop around all blocks that write it</source>
        <translation>选择围绕所有写它的块的循环</translation>
    </message>
    <message>
        <source>choose a loop around the block and a buffer that it reads</source>
        <translation>选择围绕该块的循环以及它读取的缓冲区</translation>
    </message>
    <message>
        <source>choose a loop around the block that writes it</source>
        <translation>选择围绕写它的块的循环</translation>
    </message>
    <message>
        <source>choose a loop further in</source>
        <translation>选择更靠内的循环</translation>
    </message>
    <message>
        <source>choose a loop further out</source>
        <translation>选择更靠外的循环</translation>
    </message>
    <message>
        <source>choose a loop over a spatial iterator of the block</source>
        <translation>选择对应块的空间迭代变量的循环</translation>
    </message>
    <message>
        <source>choose another name for the result</source>
        <translation>为结果另选名称</translation>
    </message>
    <message>
        <source>comparing</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>compilation was cancelled</source>
        <translation>编译已取消</translation>
    </message>
    <message>
        <source>compiling</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>compute_at and reverse_compute_at move blocks into a loop</source>
        <translation>compute_at 与 reverse_compute_at 可把块移入循环</translation>
    </message>
    <message>
        <source>compute_at brings the producer below the loop of its readers</source>
        <translation>compute_at 可把生产者移到其读者的循环之下</translation>
    </message>
    <message>
        <source>compute_at computes it where it is needed</source>
        <translation>compute_at 在需要之处计算它</translation>
    </message>
    <message>
        <source>compute_at moves block {0} into the other loop</source>
        <translation>compute_at 可把块 {0} 移入另一个循环</translation>
    </message>
    <message>
        <source>compute_at the block at the loop that moves the window</source>
        <translation>对该块在移动窗口的循环处做 compute_at</translation>
    </message>
    <message>
        <source>compute_inline the other producers first</source>
        <translation>先对其他生产者做 compute_inline</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>常数</translation>
    </message>
    <message>
        <source>control flow is not supported: a graph here has no branches and no loops</source>
        <translation>不支持控制流：这里的图没有分支和循环</translation>
    </message>
    <message>
        <source>correct the line &quot;# steps&quot; if that is what is meant</source>
        <translation>若确实如此，请改正“# steps”一行</translation>
    </message>
    <message>
        <source>decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>decompose at a loop further in</source>
        <translation>在更靠内的循环处分解</translation>
    </message>
    <message>
        <source>decompose at {0} or reorder it inwards</source>
        <translation>在 {0} 处分解，或把它向内重排</translation>
    </message>
    <message>
        <source>decompose_padding before compute_at</source>
        <translation>在 compute_at 之前做 decompose_padding</translation>
    </message>
    <message>
        <source>decompose_padding first</source>
        <translation>先做 decompose_padding</translation>
    </message>
    <message>
        <source>decompose_padding first, or compute_at the producer</source>
        <translation>先做 decompose_padding，或对生产者做 compute_at</translation>
    </message>
    <message>
        <source>deformable convolutions are not supported yet</source>
        <translation>尚不支持可变形卷积</translation>
    </message>
    <message>
        <source>dimension {0} of input &quot;{1}&quot; cannot be {2}</source>
        <translation>输入“{1}”的第 {0} 维不能是 {2}</translation>
    </message>
    <message>
        <source>dimension {0} of input &quot;{1}&quot; gives {2} the value {3}, elsewhere it is {4}</source>
        <translation>输入“{1}”的第 {0} 维给 {2} 的值是 {3}，而别处是 {4}</translation>
    </message>
    <message>
        <source>dimension {0} of input &quot;{1}&quot; is {2}, not {3}</source>
        <translation>输入“{1}”的第 {0} 维是 {2}，不是 {3}</translation>
    </message>
    <message>
        <source>direct</source>
        <translation>直接</translation>
    </message>
    <message>
        <source>divisors of the extent: {1}</source>
        <translation>长度的约数：{1}</translation>
    </message>
    <message>
        <source>do this before the loop is scheduled</source>
        <translation>在调度该循环之前做这一步</translation>
    </message>
    <message>
        <source>elements</source>
        <translation>个元素</translation>
    </message>
    <message>
        <source>elementwise</source>
        <translation>逐元素</translation>
    </message>
    <message>
        <source>every graph gives the expected outputs; this group&apos;s kernel is the first that differs from its interpretation</source>
        <translation>每个图都给出预期输出；此组的内核是第一个与其解释结果不同的</translation>
    </message>
    <message>
        <source>every iteration of {0} lets block {1} write the same elements of {2}</source>
        <translation>{0} 的每次迭代都让块 {1} 写 {2} 的相同元素</translation>
    </message>
    <message>
        <source>every output of {0} in a process of its own with an empty environment equals the runner&apos;s bit for bit</source>
        <translation>{0} 在独立进程和空环境中的每个输出都与运行器逐位相同</translation>
    </message>
    <message>
        <source>exactly one of loop and block is to be given</source>
        <translation>循环与块须恰好给出一个</translation>
    </message>
    <message>
        <source>exited with status {0}</source>
        <translation>以状态 {0} 退出</translation>
    </message>
    <message>
        <source>expanded</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>expected &apos;(&apos;</source>
        <translation>此处应为“(”</translation>
    </message>
    <message>
        <source>expected &apos;,&apos; or &apos;)&apos;</source>
        <translation>此处应为“,”或“)”</translation>
    </message>
    <message>
        <source>expected &apos;=&apos;</source>
        <translation>此处应为“=”</translation>
    </message>
    <message>
        <source>expected a name</source>
        <translation>此处应为名称</translation>
    </message>
    <message>
        <source>expected a number in range</source>
        <translation>此处应为范围内的数</translation>
    </message>
    <message>
        <source>expected a string in quotes</source>
        <translation>此处应为带引号的字符串</translation>
    </message>
    <message>
        <source>expected a value</source>
        <translation>此处应为值</translation>
    </message>
    <message>
        <source>expected an integer in range</source>
        <translation>此处应为范围内的整数</translation>
    </message>
    <message>
        <source>export it as .o and link it there with libheddle_runtime</source>
        <translation>请导出为 .o，并在那里与 libheddle_runtime 链接</translation>
    </message>
    <message>
        <source>export them to a separate file: --separate-params</source>
        <translation>请导出到单独的文件：--separate-params</translation>
    </message>
    <message>
        <source>factor</source>
        <translation>因子</translation>
    </message>
    <message>
        <source>factors</source>
        <translation>因子</translation>
    </message>
    <message>
        <source>factors that divide the extents leave no gaps</source>
        <translation>能整除长度的因子不会留下空隙</translation>
    </message>
    <message>
        <source>fetch the file again</source>
        <translation>请重新获取文件</translation>
    </message>
    <message>
        <source>fill mode &quot;{0}&quot; is not one of random, zeros, ones</source>
        <translation>填充方式“{0}”不是 random、zeros、ones 之一</translation>
    </message>
    <message>
        <source>for example blockIdx.x or threadIdx.x</source>
        <translation>例如 blockIdx.x 或 threadIdx.x</translation>
    </message>
    <message>
        <source>for example vectorize(loop=matmul.n)</source>
        <translation>例如 vectorize(loop=matmul.n)</translation>
    </message>
    <message>
        <source>fuse before</source>
        <translation>在此之前做 fuse</translation>
    </message>
    <message>
        <source>fuse the two loops first</source>
        <translation>先把这两个循环 fuse</translation>
    </message>
    <message>
        <source>fused multiply-add</source>
        <translation>融合乘加</translation>
    </message>
    <message>
        <source>fusing needs at least two loops</source>
        <translation>fuse 至少需要两个循环</translation>
    </message>
    <message>
        <source>fusion of this edge is left to the rules</source>
        <translation>这条边的融合由规则决定</translation>
    </message>
    <message>
        <source>give it with --input-shapes</source>
        <translation>请用 --input-shapes 给出</translation>
    </message>
    <message>
        <source>give it, for example with --input-shapes &quot;{2}&quot;</source>
        <translation>请给出，例如 --input-shapes &quot;{2}&quot;</translation>
    </message>
    <message>
        <source>give the input shapes</source>
        <translation>请给出输入形状</translation>
    </message>
    <message>
        <source>give them, for example with --input-shapes &quot;{1}&quot;</source>
        <translation>请给出，例如 --input-shapes &quot;{1}&quot;</translation>
    </message>
    <message>
        <source>global, local or registers</source>
        <translation>global、local 或 registers</translation>
    </message>
    <message>
        <source>graph passes</source>
        <translation>图的各遍</translation>
    </message>
    <message>
        <source>head size</source>
        <translation>头的大小</translation>
    </message>
    <message>
        <source>heddle-runner belongs beside the program that starts it</source>
        <translation>heddle-runner 应与启动它的程序放在一起</translation>
    </message>
    <message>
        <source>heddle-runner cannot start a process</source>
        <translation>heddle-runner 无法启动进程</translation>
    </message>
    <message>
        <source>heddle-runner ended before it answered: {0}</source>
        <translation>heddle-runner 在应答前结束：{0}</translation>
    </message>
    <message>
        <source>heddle-runner itself was {0}</source>
        <translation>heddle-runner 自身{0}</translation>
    </message>
    <message>
        <source>image files are not decoded inside a model; give it the decoded pixels</source>
        <translation>不在模型内解码图像文件；请给出解码后的像素</translation>
    </message>
    <message>
        <source>importing</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>in step {0}</source>
        <translation>在第 {0} 步</translation>
    </message>
    <message>
        <source>in step {0}, {1}</source>
        <translation>在第 {0} 步（{1}）</translation>
    </message>
    <message>
        <source>in {0}, {1}: {2}</source>
        <translation>在{0}中，{1}：{2}</translation>
    </message>
    <message>
        <source>index</source>
        <translation>下标</translation>
    </message>
    <message>
        <source>injective</source>
        <translation>单射</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>input &quot;{0}&quot; decides shapes, so this build is good for one value of it and cannot be exported</source>
        <translation>输入“{0}”决定形状，因此此构建只适用于它的一个值，不能导出</translation>
    </message>
    <message>
        <source>input &quot;{0}&quot; has {1} dimensions, {2} has {3}</source>
        <translation>输入“{0}”有 {1} 维，{2} 有 {3} 维</translation>
    </message>
    <message>
        <source>input &quot;{0}&quot; is a {1}, not a {2}</source>
        <translation>输入“{0}”是 {1}，不是 {2}</translation>
    </message>
    <message>
        <source>input &quot;{0}&quot; is missing</source>
        <translation>缺少输入“{0}”</translation>
    </message>
    <message>
        <source>input &quot;{0}&quot; must be {1}, not {2}</source>
        <translation>输入“{0}”须为 {1}，而不是 {2}</translation>
    </message>
    <message>
        <source>input {0} is missing</source>
        <translation>缺少输入 {0}</translation>
    </message>
    <message>
        <source>install binutils, or llvm-19 for another machine</source>
        <translation>请安装 binutils；用于其他机器则安装 llvm-19</translation>
    </message>
    <message>
        <source>install binutils: apt-get install binutils</source>
        <translation>请安装 binutils：apt-get install binutils</translation>
    </message>
    <message>
        <source>install gcc or lld-19: apt-get install gcc, or apt-get install lld-19</source>
        <translation>请安装 gcc 或 lld-19：apt-get install gcc，或 apt-get install lld-19</translation>
    </message>
    <message>
        <source>install lld-19 and llvm-19: apt-get install lld-19 llvm-19</source>
        <translation>请安装 lld-19 与 llvm-19：apt-get install lld-19 llvm-19</translation>
    </message>
    <message>
        <source>interpreter</source>
        <translation>解释器</translation>
    </message>
    <message>
        <source>interpreter and expected outputs</source>
        <translation>解释器与预期输出</translation>
    </message>
    <message>
        <source>interpreting group by group</source>
        <translation>逐组解释</translation>
    </message>
    <message>
        <source>interpreting the group</source>
        <translation>解释该组</translation>
    </message>
    <message>
        <source>interpreting the imported graph</source>
        <translation>解释导入的图</translation>
    </message>
    <message>
        <source>intrinsic</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>is the disk full or read-only?</source>
        <translation>磁盘是否已满或只读？</translation>
    </message>
    <message>
        <source>it came from outside, or from the system when memory was short</source>
        <translation>它来自外部，或在内存不足时来自系统</translation>
    </message>
    <message>
        <source>it can be compiled and exported here, not run</source>
        <translation>在此可以编译和导出，但不能运行</translation>
    </message>
    <message>
        <source>it cannot be mapped: {0}</source>
        <translation>无法映射：{0}</translation>
    </message>
    <message>
        <source>it cannot be opened: {0}</source>
        <translation>无法打开：{0}</translation>
    </message>
    <message>
        <source>it cannot be read: {0}</source>
        <translation>无法读取：{0}</translation>
    </message>
    <message>
        <source>it computes {2}</source>
        <translation>它计算 {2}</translation>
    </message>
    <message>
        <source>it could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>it could not be started</source>
        <translation>无法启动</translation>
    </message>
    <message>
        <source>it did not run during this step</source>
        <translation>在此步骤中没有运行</translation>
    </message>
    <message>
        <source>it does not say its numbers of heads</source>
        <translation>它没有给出头数</translation>
    </message>
    <message>
        <source>it grows one axis and shrinks another to the nearest pixel</source>
        <translation>它以最近像素放大一轴而缩小另一轴</translation>
    </message>
    <message>
        <source>it has more than 4096 tokens</source>
        <translation>它的词元超过 4096 个</translation>
    </message>
    <message>
        <source>it has neither scales nor sizes</source>
        <translation>它既无 scales 也无 sizes</translation>
    </message>
    <message>
        <source>it has no IR version</source>
        <translation>它没有 IR 版本</translation>
    </message>
    <message>
        <source>it has no graph</source>
        <translation>它没有图</translation>
    </message>
    <message>
        <source>it has no inputs</source>
        <translation>它没有输入</translation>
    </message>
    <message>
        <source>it has no name</source>
        <translation>它没有名称</translation>
    </message>
    <message>
        <source>it has no outputs</source>
        <translation>它没有输出</translation>
    </message>
    <message>
        <source>it has no value</source>
        <translation>它没有值</translation>
    </message>
    <message>
        <source>it has several hard links</source>
        <translation>它有多个硬链接</translation>
    </message>
    <message>
        <source>it has the wrong number of activations</source>
        <translation>其激活函数的数目不对</translation>
    </message>
    <message>
        <source>it has {0} dimensions</source>
        <translation>它有 {0} 维</translation>
    </message>
    <message>
        <source>it has {0} inputs, at most {1} are known</source>
        <translation>它有 {0} 个输入，最多知道 {1} 个</translation>
    </message>
    <message>
        <source>it is a Git LFS pointer</source>
        <translation>它是 Git LFS 指针</translation>
    </message>
    <message>
        <source>it is a {1}</source>
        <translation>它是 {1}</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>它是空的</translation>
    </message>
    <message>
        <source>it is in training mode</source>
        <translation>它处于训练模式</translation>
    </message>
    <message>
        <source>it is in training mode and has more than 3 outputs</source>
        <translation>它处于训练模式且输出多于 3 个</translation>
    </message>
    <message>
        <source>it is in training mode, which drops values at random</source>
        <translation>它处于训练模式，会随机丢弃值</translation>
    </message>
    <message>
        <source>it is in training mode: its outputs after the first are used</source>
        <translation>它处于训练模式：第一个之后的输出被使用</translation>
    </message>
    <message>
        <source>it is named by an absolute path</source>
        <translation>它以绝对路径命名</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>它不是普通文件</translation>
    </message>
    <message>
        <source>it is reached through a symbolic link</source>
        <translation>它经由符号链接到达</translation>
    </message>
    <message>
        <source>it is stored in segments</source>
        <translation>它分段存储</translation>
    </message>
    <message>
        <source>it is stored outside its file</source>
        <translation>它存储在文件之外</translation>
    </message>
    <message>
        <source>it lies outside the model&apos;s folder</source>
        <translation>它位于模型文件夹之外</translation>
    </message>
    <message>
        <source>it never got a register: too many counters at once</source>
        <translation>没有得到寄存器：同时计数的太多</translation>
    </message>
    <message>
        <source>it never runs, and the shape of what it would collect is not known</source>
        <translation>它从不运行，而它要收集的内容形状未知</translation>
    </message>
    <message>
        <source>it trains in another type than float</source>
        <translation>它以 float 以外的类型训练</translation>
    </message>
    <message>
        <source>iterations {0} = 0 and {0} = 1 of {0} let block {1} write the same elements of {2}</source>
        <translation>迭代 {0} = 0 与 {0} = 1 让块 {1} 写 {2} 的相同元素</translation>
    </message>
    <message>
        <source>iterator {1} of block {0} has no loop</source>
        <translation>块 {0} 的迭代变量 {1} 没有循环</translation>
    </message>
    <message>
        <source>iterator {1} of block {0} has no loop of its own over all its values</source>
        <translation>块 {0} 的迭代变量 {1} 没有自己的遍历全部取值的循环</translation>
    </message>
    <message>
        <source>its activation &apos;{0}&apos; is not supported</source>
        <translation>不支持其激活函数“{0}”</translation>
    </message>
    <message>
        <source>its attribute &apos;axis&apos; is missing</source>
        <translation>缺少属性“axis”</translation>
    </message>
    <message>
        <source>its attribute &apos;axis&apos; is outside its input&apos;s shape</source>
        <translation>其属性“axis”超出输入的形状</translation>
    </message>
    <message>
        <source>its attribute &apos;axis&apos; leaves the first input&apos;s shape</source>
        <translation>其属性“axis”超出第一个输入的形状</translation>
    </message>
    <message>
        <source>its attribute &apos;direction&apos; is neither LEFT nor RIGHT</source>
        <translation>其属性“direction”既非 LEFT 也非 RIGHT</translation>
    </message>
    <message>
        <source>its attribute &apos;k&apos; is missing</source>
        <translation>缺少属性“k”</translation>
    </message>
    <message>
        <source>its attribute &apos;kernel_shape&apos; is missing</source>
        <translation>缺少属性“kernel_shape”</translation>
    </message>
    <message>
        <source>its attribute &apos;num_outputs&apos; is not its number of outputs</source>
        <translation>其属性“num_outputs”与输出个数不符</translation>
    </message>
    <message>
        <source>its attribute &apos;p&apos; is neither 1 nor 2</source>
        <translation>其属性“p”既非 1 也非 2</translation>
    </message>
    <message>
        <source>its attribute &apos;p&apos; is not a whole number</source>
        <translation>其属性“p”不是整数</translation>
    </message>
    <message>
        <source>its attribute &apos;p&apos; is not positive</source>
        <translation>其属性“p”不是正数</translation>
    </message>
    <message>
        <source>its attribute &apos;precision&apos; is not supported</source>
        <translation>不支持其属性“precision”</translation>
    </message>
    <message>
        <source>its attribute &apos;qk_matmul_output_mode&apos; is not 0 to 3</source>
        <translation>其属性“qk_matmul_output_mode”不是 0 到 3</translation>
    </message>
    <message>
        <source>its attribute &apos;rotary_embedding_dim&apos; does not fit its heads</source>
        <translation>其属性“rotary_embedding_dim”与各头不符</translation>
    </message>
    <message>
        <source>its attribute &apos;scales&apos; is missing</source>
        <translation>缺少属性“scales”</translation>
    </message>
    <message>
        <source>its attribute &apos;spatial&apos; is 0: statistics for every element are not supported</source>
        <translation>其属性“spatial”为 0：不支持逐元素统计</translation>
    </message>
    <message>
        <source>its attribute &apos;to&apos; is missing</source>
        <translation>缺少属性“to”</translation>
    </message>
    <message>
        <source>its attribute &apos;value&apos; is not one number</source>
        <translation>其属性“value”不是单个数</translation>
    </message>
    <message>
        <source>its attribute &apos;{0}&apos; is &apos;{1}&apos;</source>
        <translation>其属性“{0}”为“{1}”</translation>
    </message>
    <message>
        <source>its attribute &apos;{0}&apos; is missing</source>
        <translation>缺少其属性“{0}”</translation>
    </message>
    <message>
        <source>its attribute &apos;{0}&apos; is no tensor: {1}</source>
        <translation>其属性“{0}”不是张量：{1}</translation>
    </message>
    <message>
        <source>its attribute &apos;{0}&apos; is not one of this operator&apos;s</source>
        <translation>属性“{0}”不属于此算子</translation>
    </message>
    <message>
        <source>its attribute &apos;{0}&apos; is not supported</source>
        <translation>不支持其属性“{0}”</translation>
    </message>
    <message>
        <source>its attribute &apos;{0}&apos; is not {1}</source>
        <translation>其属性“{0}”不是{1}</translation>
    </message>
    <message>
        <source>its axis is known only when the model runs</source>
        <translation>其轴在模型运行时才知道</translation>
    </message>
    <message>
        <source>its axis is outside its input&apos;s shape</source>
        <translation>其轴超出输入的形状</translation>
    </message>
    <message>
        <source>its blocks are too large</source>
        <translation>其块过大</translation>
    </message>
    <message>
        <source>its blocks do not fit the image</source>
        <translation>其块与图像不相配</translation>
    </message>
    <message>
        <source>its body</source>
        <translation>其循环体</translation>
    </message>
    <message>
        <source>its body does not make all outputs</source>
        <translation>其循环体没有产生全部输出</translation>
    </message>
    <message>
        <source>its body has the wrong number of inputs or outputs</source>
        <translation>其循环体的输入或输出数目不对</translation>
    </message>
    <message>
        <source>its channels do not divide into its groups</source>
        <translation>其通道不能按组均分</translation>
    </message>
    <message>
        <source>its condition follows from sizes of inputs, which are not all given</source>
        <translation>其条件取决于输入的大小，而这些大小没有全部给出</translation>
    </message>
    <message>
        <source>its condition is known only when the model runs; control flow is not supported: a graph here has no branches and no loops</source>
        <translation>其条件在模型运行时才知道；不支持控制流：这里的图没有分支和循环</translation>
    </message>
    <message>
        <source>its data is nowhere</source>
        <translation>其数据不存在</translation>
    </message>
    <message>
        <source>its element type is unknown</source>
        <translation>其元素类型未知</translation>
    </message>
    <message>
        <source>its element type is {0}</source>
        <translation>其元素类型是 {0}</translation>
    </message>
    <message>
        <source>its frames are known only when the model runs</source>
        <translation>其帧只有在模型运行时才知道</translation>
    </message>
    <message>
        <source>its heads do not divide into groups</source>
        <translation>其各头不能按组均分</translation>
    </message>
    <message>
        <source>its hidden size is not known</source>
        <translation>其隐藏大小未知</translation>
    </message>
    <message>
        <source>its input &apos;size&apos; has neither 4 nor 5 entries</source>
        <translation>其输入 size 既非 4 项也非 5 项</translation>
    </message>
    <message>
        <source>its input &apos;{0}&apos; has the element type {1}, which nothing here computes on</source>
        <translation>其输入“{0}”的元素类型是 {1}，此处无法对其计算</translation>
    </message>
    <message>
        <source>its input &apos;{0}&apos; is made by no node and is no input</source>
        <translation>其输入“{0}”既不由节点产生，也不是模型输入</translation>
    </message>
    <message>
        <source>its input &apos;{0}&apos; is {1}, not a tensor</source>
        <translation>其输入“{0}”是{1}，不是张量</translation>
    </message>
    <message>
        <source>its input has no axis of channels</source>
        <translation>其输入没有通道轴</translation>
    </message>
    <message>
        <source>its input has no spatial axes</source>
        <translation>其输入没有空间轴</translation>
    </message>
    <message>
        <source>its input has the element type {0}, which nothing here computes on</source>
        <translation>其输入的元素类型是 {0}，此处无法对其计算</translation>
    </message>
    <message>
        <source>its input&apos;s heads are not known</source>
        <translation>其输入的头数未知</translation>
    </message>
    <message>
        <source>its inputs &apos;tiles&apos; and &apos;axis&apos; are not constant integers</source>
        <translation>其输入“tiles”与“axis”不是常整数</translation>
    </message>
    <message>
        <source>its inputs do not come in threes</source>
        <translation>其输入不是三个一组</translation>
    </message>
    <message>
        <source>its inputs have neither 3 nor 4 dimensions</source>
        <translation>其输入既非 3 维也非 4 维</translation>
    </message>
    <message>
        <source>its length is known only when the model runs</source>
        <translation>其长度在模型运行时才知道</translation>
    </message>
    <message>
        <source>its length is not 1 to 2048</source>
        <translation>其长度不是 1 到 2048</translation>
    </message>
    <message>
        <source>its length is not 1 to 4096</source>
        <translation>其长度不在 1 至 4096 之间</translation>
    </message>
    <message>
        <source>its name has a zero byte</source>
        <translation>其名称含有零字节</translation>
    </message>
    <message>
        <source>its name has over 4096 bytes</source>
        <translation>其名称超过 4096 字节</translation>
    </message>
    <message>
        <source>its number of channels is not known</source>
        <translation>其通道数未知</translation>
    </message>
    <message>
        <source>its number of samples must be known before the model runs</source>
        <translation>其采样数须在模型运行之前已知</translation>
    </message>
    <message>
        <source>its output {0} is used; this output is not supported</source>
        <translation>其输出 {0} 被使用；不支持此输出</translation>
    </message>
    <message>
        <source>its scales are missing or below 1</source>
        <translation>其缩放系数缺失或小于 1</translation>
    </message>
    <message>
        <source>its scores are wanted from before its softcap</source>
        <translation>所需的是 softcap 之前的分数</translation>
    </message>
    <message>
        <source>its shape must be known before the model runs</source>
        <translation>其形状须在模型运行之前已知</translation>
    </message>
    <message>
        <source>its shape {0} does not fit its data of {1} {2}</source>
        <translation>其形状 {0} 与其数据的 {1} {2}不符</translation>
    </message>
    <message>
        <source>its shape {0} has a negative extent</source>
        <translation>其形状 {0} 含有负的长度</translation>
    </message>
    <message>
        <source>its shape {0} overflows</source>
        <translation>其形状 {0} 溢出</translation>
    </message>
    <message>
        <source>its sizes are known only when the model runs</source>
        <translation>其大小只有在模型运行时才知道</translation>
    </message>
    <message>
        <source>its theta is not float</source>
        <translation>其 theta 不是 float</translation>
    </message>
    <message>
        <source>its training mode is decided only when the model runs</source>
        <translation>其训练模式在模型运行时才确定</translation>
    </message>
    <message>
        <source>its {0}</source>
        <translation>其 {0}</translation>
    </message>
    <message>
        <source>its {0} does not make all outputs</source>
        <translation>其 {0} 没有产生全部输出</translation>
    </message>
    <message>
        <source>its {0} is missing or has too few outputs</source>
        <translation>其 {0} 缺失或输出太少</translation>
    </message>
    <message>
        <source>its {0} must be known before the model runs</source>
        <translation>其{0}必须在模型运行前已知</translation>
    </message>
    <message>
        <source>keep reduce iterators apart</source>
        <translation>把归约迭代变量分开</translation>
    </message>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>killed by signal {0}</source>
        <translation>被信号 {0} 终止</translation>
    </message>
    <message>
        <source>killed by {0}</source>
        <translation>被 {0} 终止</translation>
    </message>
    <message>
        <source>latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>leave the decision out and draw again</source>
        <translation>去掉决定并重新抽取</translation>
    </message>
    <message>
        <source>let one factor be -1</source>
        <translation>让一个因子为 -1</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>load needs two files</source>
        <translation>载入需要两个文件</translation>
    </message>
    <message>
        <source>looking at similar groups</source>
        <translation>查看相似的组</translation>
    </message>
    <message>
        <source>loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>loop {0} around {1} drives the reduction of block {2}</source>
        <translation>{1} 外的循环 {0} 驱动块 {2} 的归约</translation>
    </message>
    <message>
        <source>loop {0} does not drive the reduction of block {1} alone</source>
        <translation>循环 {0} 不是单独驱动块 {1} 的归约</translation>
    </message>
    <message>
        <source>loop {0} does not start at 0</source>
        <translation>循环 {0} 不从 0 开始</translation>
    </message>
    <message>
        <source>loop {0} does not start at 0 or has no constant extent</source>
        <translation>循环 {0} 不从 0 开始，或长度不是常数</translation>
    </message>
    <message>
        <source>loop {0} drives iterator {2} of block {1}, whose order matters</source>
        <translation>循环 {0} 驱动块 {1} 的迭代变量 {2}，而其顺序有影响</translation>
    </message>
    <message>
        <source>loop {0} drives reduce and spatial iterators of block {1} at once</source>
        <translation>循环 {0} 同时驱动块 {1} 的归约与空间迭代变量</translation>
    </message>
    <message>
        <source>loop {0} drives the reduction of block {1}, whose result is not complete inside</source>
        <translation>循环 {0} 驱动块 {1} 的归约，其结果在循环内尚不完整</translation>
    </message>
    <message>
        <source>loop {0} drives the reduction over {2} of block {1}: iterations {0} = 0 and {0} = 1 update the same element</source>
        <translation>循环 {0} 驱动块 {1} 对 {2} 的归约：迭代 {0} = 0 与 {0} = 1 更新同一元素</translation>
    </message>
    <message>
        <source>loop {0} has no note of that name</source>
        <translation>循环 {0} 没有该名称的注记</translation>
    </message>
    <message>
        <source>loop {0} is already scheduled</source>
        <translation>循环 {0} 已被调度</translation>
    </message>
    <message>
        <source>loop {0} is already scheduled, or does not run from 0 to a constant</source>
        <translation>循环 {0} 已被调度，或不是从 0 到常数</translation>
    </message>
    <message>
        <source>loop {0} is bound to threads, which would copy for each other</source>
        <translation>循环 {0} 已绑定到线程，各线程会相互替对方复制</translation>
    </message>
    <message>
        <source>loop {0} is listed twice</source>
        <translation>循环 {0} 列了两次</translation>
    </message>
    <message>
        <source>loop {0} is vectorized; its iterations run at once</source>
        <translation>循环 {0} 已向量化，其各次迭代同时执行</translation>
    </message>
    <message>
        <source>loop {0} is vectorized; its lanes leave no room for the instruction&apos;s</source>
        <translation>循环 {0} 已向量化，其通道没有给指令留下位置</translation>
    </message>
    <message>
        <source>loop {0} moves the reduction of block {1}, which goes on in {2}</source>
        <translation>循环 {0} 推进块 {1} 的归约，而归约在 {2} 中继续</translation>
    </message>
    <message>
        <source>loop {0} repeats block {1}, whose sum would go on instead of starting again</source>
        <translation>循环 {0} 重复块 {1}，其和会继续累加而不是重新开始</translation>
    </message>
    <message>
        <source>loop {1} does not stand around block {0}</source>
        <translation>循环 {1} 不围绕块 {0}</translation>
    </message>
    <message>
        <source>loop {1} does not stand right after {0} or the loop before it</source>
        <translation>循环 {1} 不紧跟在 {0} 或其前一个循环之后</translation>
    </message>
    <message>
        <source>loop {1} in the nest of {0} is bound to the same axis</source>
        <translation>{0} 的嵌套中循环 {1} 已绑定到同一轴</translation>
    </message>
    <message>
        <source>loop {1} is parallel already and stands in one nest with {0}</source>
        <translation>循环 {1} 已并行，且与 {0} 在同一嵌套中</translation>
    </message>
    <message>
        <source>loop {1} stands in one nest with {0} and is vectorized or parallel already</source>
        <translation>循环 {1} 与 {0} 在同一嵌套中，且已向量化或并行</translation>
    </message>
    <message>
        <source>loops</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>loops that move a reduction of block {0} and its elements together would let later steps run before the one that sets the start value</source>
        <translation>同时推进块 {0} 的归约和元素的循环会让后面的步骤先于设置初值的步骤执行</translation>
    </message>
    <message>
        <source>loops {0} and {1} run over different ranges</source>
        <translation>循环 {0} 与 {1} 的范围不同</translation>
    </message>
    <message>
        <source>make the input a constant of the model</source>
        <translation>请把该输入变为模型的常数</translation>
    </message>
    <message>
        <source>map</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>measuring the noise</source>
        <translation>测量噪声</translation>
    </message>
    <message>
        <source>mel filter banks are not supported yet</source>
        <translation>尚不支持梅尔滤波器组</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>merge before</source>
        <translation>在此之前做 merge</translation>
    </message>
    <message>
        <source>merging needs at least two loops</source>
        <translation>merge 至少需要两个循环</translation>
    </message>
    <message>
        <source>missing in the library</source>
        <translation>库中缺失</translation>
    </message>
    <message>
        <source>modules are exported for x86-64 and aarch64 only</source>
        <translation>模块只能为 x86-64 与 aarch64 导出</translation>
    </message>
    <message>
        <source>move block {0} first</source>
        <translation>先移动块 {0}</translation>
    </message>
    <message>
        <source>move the block before decompose_reduction</source>
        <translation>在 decompose_reduction 之前移动该块</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>no block below {0} reads {1}</source>
        <translation>{0} 之下没有块读取 {1}</translation>
    </message>
    <message>
        <source>no block below {0} writes {1}</source>
        <translation>{0} 之下没有块写 {1}</translation>
    </message>
    <message>
        <source>no block below {1} reads what block {0} writes</source>
        <translation>{1} 之下没有块读取块 {0} 写的内容</translation>
    </message>
    <message>
        <source>no block below {1} writes what block {0} reads</source>
        <translation>{1} 之下没有块写块 {0} 读取的内容</translation>
    </message>
    <message>
        <source>no block is known to write all of {0}</source>
        <translation>不能确定有块写满整个 {0}</translation>
    </message>
    <message>
        <source>no block is named {0}</source>
        <translation>没有名为 {0} 的块</translation>
    </message>
    <message>
        <source>no buffer is named {0}</source>
        <translation>没有名为 {0} 的缓冲区</translation>
    </message>
    <message>
        <source>no difference shown between {0} and {1}: their times are in the ratio {2}, {3} to {4}, which includes 1; {5} paired blocks</source>
        <translation>{0} 与 {1} 之间未显示差异：用时之比为 {2}，区间 {3} 至 {4} 包含 1；{5} 个配对块</translation>
    </message>
    <message>
        <source>no difference shown between {0} and {1}: their times are in the ratio {2}, {3} to {4}, within the noise of {6} % that equal builds show; {5} paired blocks</source>
        <translation>{0} 与 {1} 之间未显示差异：用时之比为 {2}，区间 {3} 至 {4}，在相同构建表现出的 {6} % 噪声之内；{5} 个配对块</translation>
    </message>
    <message>
        <source>no difference shown between {0} and {1}: {5} paired blocks are too few to tell (times in the ratio {2}, {3} to {4})</source>
        <translation>{0} 与 {1} 之间未显示差异：{5} 个配对块太少，无法判断（用时之比 {2}，区间 {3} 至 {4}）</translation>
    </message>
    <message>
        <source>no difference shown: no pair of blocks to compare</source>
        <translation>未显示差异：没有可比较的配对块</translation>
    </message>
    <message>
        <source>no format was asked for</source>
        <translation>没有要求任何格式</translation>
    </message>
    <message>
        <source>no loop around the block moves what it reads</source>
        <translation>块外没有循环移动它读取的内容</translation>
    </message>
    <message>
        <source>no loop is named {0}</source>
        <translation>没有名为 {0} 的循环</translation>
    </message>
    <message>
        <source>no memory to serve the request</source>
        <translation>没有内存处理请求</translation>
    </message>
    <message>
        <source>no model is open</source>
        <translation>没有打开模型</translation>
    </message>
    <message>
        <source>no object of the module defines a plan</source>
        <translation>模块中没有目标文件定义计划</translation>
    </message>
    <message>
        <source>no pass &quot;{0}&quot; ran</source>
        <translation>没有运行过名为“{0}”的遍</translation>
    </message>
    <message>
        <source>no primitive is named &apos;{0}&apos;</source>
        <translation>没有名为“{0}”的原语</translation>
    </message>
    <message>
        <source>no primitive is named {0}</source>
        <translation>没有名为 {0} 的原语</translation>
    </message>
    <message>
        <source>no result after {0}</source>
        <translation>{0} 后仍无结果</translation>
    </message>
    <message>
        <source>no {0} is installed</source>
        <translation>没有安装 {0}</translation>
    </message>
    <message>
        <source>not a PNG, JPEG or BMP image of up to 20,000 pixels a side</source>
        <translation>不是边长不超过 20,000 像素的 PNG、JPEG 或 BMP 图像</translation>
    </message>
    <message>
        <source>not exactly one block stands below {0}</source>
        <translation>{0} 之下不是恰好一个块</translation>
    </message>
    <message>
        <source>not one block alone stands below {0}</source>
        <translation>{0} 之下不是单独一个块</translation>
    </message>
    <message>
        <source>nothing else of this kind exists in the program</source>
        <translation>程序中没有其他此类对象</translation>
    </message>
    <message>
        <source>nothing here is named &quot;{0}&quot;</source>
        <translation>这里没有名为“{0}”的对象</translation>
    </message>
    <message>
        <source>nothing that was drawn is named {0}</source>
        <translation>没有名为 {0} 的抽取结果</translation>
    </message>
    <message>
        <source>number of heads</source>
        <translation>头数</translation>
    </message>
    <message>
        <source>number of past tokens</source>
        <translation>历史词元数</translation>
    </message>
    <message>
        <source>number of tokens</source>
        <translation>词元数</translation>
    </message>
    <message>
        <source>offset</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>one factor may be -1</source>
        <translation>一个因子可以是 -1</translation>
    </message>
    <message>
        <source>one iteration of {0} does not write all of {1} that block {2} would read</source>
        <translation>{0} 的一次迭代没有写完块 {2} 要读取的 {1}</translation>
    </message>
    <message>
        <source>one iteration of {0} is not known to write all of what it would copy to {1}</source>
        <translation>不能确定 {0} 的一次迭代写完它要复制到 {1} 的内容</translation>
    </message>
    <message>
        <source>one step is explained at a time</source>
        <translation>一次只解释一个步骤</translation>
    </message>
    <message>
        <source>only real signals of one channel are supported</source>
        <translation>只支持单通道的实信号</translation>
    </message>
    <message>
        <source>opaque</source>
        <translation>不透明</translation>
    </message>
    <message>
        <source>open a model and choose for one of its groups</source>
        <translation>请打开模型并为其某个组选择</translation>
    </message>
    <message>
        <source>opset 23 does not say whether its softcap comes before its mask</source>
        <translation>opset 23 没有说明其 softcap 是否先于掩码</translation>
    </message>
    <message>
        <source>optional values are not supported: every value here is one tensor</source>
        <translation>不支持可选值：这里每个值都是单个张量</translation>
    </message>
    <message>
        <source>order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>other statements stand between {0} and {1}</source>
        <translation>{0} 与 {1} 之间有其他语句</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>output &quot;{0}&quot; differs from the runner&apos;s by up to {1}</source>
        <translation>输出“{0}”与运行器的结果最多相差 {1}</translation>
    </message>
    <message>
        <source>output &quot;{0}&quot; is a {1}, not a {2}</source>
        <translation>输出“{0}”是 {1}，不是 {2}</translation>
    </message>
    <message>
        <source>output &quot;{0}&quot; is missing</source>
        <translation>缺少输出“{0}”</translation>
    </message>
    <message>
        <source>output {0}</source>
        <translation>输出 {0}</translation>
    </message>
    <message>
        <source>output {0} against the expected one</source>
        <translation>输出 {0} 与期望值比较</translation>
    </message>
    <message>
        <source>overhead</source>
        <translation>开销</translation>
    </message>
    <message>
        <source>pad the other iterators only</source>
        <translation>只填充其他迭代变量</translation>
    </message>
    <message>
        <source>pad_einsum before decompose_reduction</source>
        <translation>在 decompose_reduction 之前做 pad_einsum</translation>
    </message>
    <message>
        <source>padding</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>parts</source>
        <translation>份数</translation>
    </message>
    <message>
        <source>perf_event_open: {0}</source>
        <translation>perf_event_open：{0}</translation>
    </message>
    <message>
        <source>perf_event_open: {0} (perf_event_paranoid is unreadable; a container or its seccomp filter may forbid the call)</source>
        <translation>perf_event_open：{0}（无法读取 perf_event_paranoid；容器或其 seccomp 过滤器可能禁止此调用）</translation>
    </message>
    <message>
        <source>perf_event_open: {0} (perf_event_paranoid is {1}, this counter needs {2} or less)</source>
        <translation>perf_event_open：{0}（perf_event_paranoid 为 {1}，此计数器需要 {2} 或更小）</translation>
    </message>
    <message>
        <source>perf_event_open: {0} (perf_event_paranoid is {1}; a container or its seccomp filter may forbid the call)</source>
        <translation>perf_event_open：{0}（perf_event_paranoid 为 {1}；容器或其 seccomp 过滤器可能禁止此调用）</translation>
    </message>
    <message>
        <source>perf_event_open: {0} (the kernel does not offer it)</source>
        <translation>perf_event_open：{0}（内核不提供）</translation>
    </message>
    <message>
        <source>perf_event_open: {0} (the kernel is built without it)</source>
        <translation>perf_event_open：{0}（内核构建时未包含）</translation>
    </message>
    <message>
        <source>perf_event_open: {0} (the processor does not offer it here; virtual machines often hide their counters)</source>
        <translation>perf_event_open：{0}（处理器在此不提供；虚拟机常隐藏计数器）</translation>
    </message>
    <message>
        <source>perf_event_open: {0} (too many open files)</source>
        <translation>perf_event_open：{0}（打开的文件过多）</translation>
    </message>
    <message>
        <source>plain build</source>
        <translation>朴素构建</translation>
    </message>
    <message>
        <source>prefetch at a loop around it</source>
        <translation>在其外层循环处预取</translation>
    </message>
    <message>
        <source>prefetch at loop {3} instead</source>
        <translation>改在循环 {3} 处预取</translation>
    </message>
    <message>
        <source>prefetch the buffer that it is copied from</source>
        <translation>预取它所复制自的缓冲区</translation>
    </message>
    <message>
        <source>profiling</source>
        <translation>剖析</translation>
    </message>
    <message>
        <source>quantised {0}</source>
        <translation>量化的 {0}</translation>
    </message>
    <message>
        <source>ran out of memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>random numbers are not supported: results here can be reproduced</source>
        <translation>不支持随机数：这里的结果可以重现</translation>
    </message>
    <message>
        <source>read_at before bind</source>
        <translation>在 bind 之前做 read_at</translation>
    </message>
    <message>
        <source>read_at copies what one iteration of a loop needs</source>
        <translation>read_at 复制循环一次迭代所需的内容</translation>
    </message>
    <message>
        <source>reduce</source>
        <translation>归约</translation>
    </message>
    <message>
        <source>reducing</source>
        <translation>缩减</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>reindex before compute_at</source>
        <translation>在 compute_at 之前做 reindex</translation>
    </message>
    <message>
        <source>reindex brings operands into this form</source>
        <translation>reindex 可把操作数变成这种形式</translation>
    </message>
    <message>
        <source>reorder before fuse, or decompose_reduction first</source>
        <translation>在 fuse 之前做 reorder，或先做 decompose_reduction</translation>
    </message>
    <message>
        <source>reorder the loops first</source>
        <translation>先重排循环</translation>
    </message>
    <message>
        <source>reorder the reduction inwards</source>
        <translation>把归约向内重排</translation>
    </message>
    <message>
        <source>reordering needs at least two loops</source>
        <translation>reorder 至少需要两个循环</translation>
    </message>
    <message>
        <source>results are names</source>
        <translation>结果应是名称</translation>
    </message>
    <message>
        <source>reverse_compute_at computes the block right after it instead</source>
        <translation>reverse_compute_at 可改为紧接其后计算该块</translation>
    </message>
    <message>
        <source>reverse_compute_at moves it to its producer</source>
        <translation>reverse_compute_at 可把它移到其生产者处</translation>
    </message>
    <message>
        <source>reverse_compute_inline moves the formula to the block&apos;s producer</source>
        <translation>reverse_compute_inline 可把公式移到块的生产者处</translation>
    </message>
    <message>
        <source>rfactor before decompose_reduction</source>
        <translation>在 decompose_reduction 之前做 rfactor</translation>
    </message>
    <message>
        <source>rolling_buffer along a loop that stays in order</source>
        <translation>沿保持顺序的循环做 rolling_buffer</translation>
    </message>
    <message>
        <source>rolling_buffer before decompose_reduction</source>
        <translation>在 decompose_reduction 之前做 rolling_buffer</translation>
    </message>
    <message>
        <source>run &apos;git lfs pull&apos;</source>
        <translation>请运行“git lfs pull”</translation>
    </message>
    <message>
        <source>running the build</source>
        <translation>运行构建</translation>
    </message>
    <message>
        <source>sample_categorical and sample_perfect_tile draw values</source>
        <translation>sample_categorical 与 sample_perfect_tile 可抽取值</translation>
    </message>
    <message>
        <source>sample_categorical draws one number</source>
        <translation>sample_categorical 抽取一个数</translation>
    </message>
    <message>
        <source>save it again with this version</source>
        <translation>用此版本重新保存</translation>
    </message>
    <message>
        <source>scales per block are not supported</source>
        <translation>不支持按块的缩放系数</translation>
    </message>
    <message>
        <source>scope</source>
        <translation>作用域</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>sequences are not supported: every value here is one tensor</source>
        <translation>不支持序列：这里每个值都是单个张量</translation>
    </message>
    <message>
        <source>set_scope keeps the buffer near instead</source>
        <translation>set_scope 可改为把缓冲区留在近处</translation>
    </message>
    <message>
        <source>so, a and o exist</source>
        <translation>有 so、a 与 o 可选</translation>
    </message>
    <message>
        <source>sparse tensors are not supported</source>
        <translation>不支持稀疏张量</translation>
    </message>
    <message>
        <source>split by a divisor of the extent, or pad_einsum first</source>
        <translation>用长度的约数 split，或先做 pad_einsum</translation>
    </message>
    <message>
        <source>split by divisors of the extents, or pad_einsum first</source>
        <translation>用各长度的约数 split，或先做 pad_einsum</translation>
    </message>
    <message>
        <source>split it before</source>
        <translation>在此之前 split</translation>
    </message>
    <message>
        <source>split or partition them to the same range first</source>
        <translation>先把它们 split 或分段到相同范围</translation>
    </message>
    <message>
        <source>split the loop first</source>
        <translation>先 split 该循环</translation>
    </message>
    <message>
        <source>split the loop first, for example by 16</source>
        <translation>先 split 该循环，例如按 16</translation>
    </message>
    <message>
        <source>split the reduction by a divisor of its extent</source>
        <translation>按长度的约数 split 归约</translation>
    </message>
    <message>
        <source>split, and reorder so that the inner loops of the splits stand inside</source>
        <translation>split，并重排使拆分出的内层循环处于内侧</translation>
    </message>
    <message>
        <source>split, and reorder the inner loops inwards</source>
        <translation>split，并把内层循环向内重排</translation>
    </message>
    <message>
        <source>splitting {0} needs two to sixteen factors, at most one of them -1</source>
        <translation>split {0} 需要 2 到 16 个因子，其中至多一个为 -1</translation>
    </message>
    <message>
        <source>state {0} has nothing that the current one has not</source>
        <translation>状态 {0} 没有当前状态所没有的内容</translation>
    </message>
    <message>
        <source>statements below {0} stand outside of plain blocks</source>
        <translation>{0} 之下有语句在普通块之外</translation>
    </message>
    <message>
        <source>states are 0 to {1}</source>
        <translation>状态为 0 到 {1}</translation>
    </message>
    <message>
        <source>strings are not supported</source>
        <translation>不支持字符串</translation>
    </message>
    <message>
        <source>take off the line &quot;# kind&quot; to try it all the same</source>
        <translation>去掉“# kind”一行即可照样尝试</translation>
    </message>
    <message>
        <source>temporary</source>
        <translation>临时</translation>
    </message>
    <message>
        <source>tensorize instead of vectorize</source>
        <translation>用 tensorize 代替 vectorize</translation>
    </message>
    <message>
        <source>tensorize {0}: other steps changed the loops, so they stay loops</source>
        <translation>tensorize {0}：其他步骤改变了循环，因此它们仍是循环</translation>
    </message>
    <message>
        <source>tensorize {0}: {1} has no {2}, so other instructions compute the same, slower</source>
        <translation>tensorize {0}：{1} 没有{2}，因此由其他指令做同样的计算，但更慢</translation>
    </message>
    <message>
        <source>text after the closing bracket</source>
        <translation>右括号之后还有文字</translation>
    </message>
    <message>
        <source>text after the step</source>
        <translation>步骤之后还有文字</translation>
    </message>
    <message>
        <source>text features are not supported</source>
        <translation>不支持文本特征</translation>
    </message>
    <message>
        <source>tf_half_pixel_for_nn is for the nearest pixel only</source>
        <translation>tf_half_pixel_for_nn 只用于最近像素</translation>
    </message>
    <message>
        <source>tf_half_pixel_for_nn with the rounding &apos;{0}&apos; is not supported</source>
        <translation>不支持 tf_half_pixel_for_nn 与取整方式“{0}”的组合</translation>
    </message>
    <message>
        <source>the batch size {0} is not given: 1 is used</source>
        <translation>未给出批大小 {0}：使用 1</translation>
    </message>
    <message>
        <source>the blocks below {0} do not write all of {1}</source>
        <translation>{0} 之下的块没有写满 {1}</translation>
    </message>
    <message>
        <source>the body of block {0} is no choice between a value and a constant</source>
        <translation>块 {0} 的主体不是在一个值与一个常数之间选择</translation>
    </message>
    <message>
        <source>the body of block {0} is not one store of a scalar</source>
        <translation>块 {0} 的主体不是单个标量存储</translation>
    </message>
    <message>
        <source>the borders do not increase inside [0, {1}) of {0}</source>
        <translation>各边界没有在 {0} 的 [0, {1}) 内递增</translation>
    </message>
    <message>
        <source>the bounds of {0} depend on a loop that would stand inside it</source>
        <translation>{0} 的边界取决于将处于其内部的循环</translation>
    </message>
    <message>
        <source>the buffer {0} would be too large</source>
        <translation>缓冲区 {0} 会过大</translation>
    </message>
    <message>
        <source>the build does not expose the output of {0}</source>
        <translation>构建没有给出 {0} 的输出</translation>
    </message>
    <message>
        <source>the build has no output &quot;{0}&quot;</source>
        <translation>构建没有输出“{0}”</translation>
    </message>
    <message>
        <source>the clean process failed: {0}</source>
        <translation>干净进程失败：{0}</translation>
    </message>
    <message>
        <source>the clean process was killed: {0} {1}</source>
        <translation>干净进程被终止：{0} {1}</translation>
    </message>
    <message>
        <source>the decision is no position in a list of {0}</source>
        <translation>决定不是 {0} 项列表中的位置</translation>
    </message>
    <message>
        <source>the decision is not {1} positive factors of the extent {2} of {0}, the last at most {3}</source>
        <translation>决定不是 {0} 的长度 {2} 的 {1} 个正因子，且最后一个不超过 {3}</translation>
    </message>
    <message>
        <source>the domain &apos;{0}&apos; has no operator {1} that is known</source>
        <translation>域“{0}”没有已知的算子 {1}</translation>
    </message>
    <message>
        <source>the domain &apos;{0}&apos; of the operator {1} is unknown</source>
        <translation>算子 {1} 的域“{0}”未知</translation>
    </message>
    <message>
        <source>the element type of its input cannot be known before the model runs</source>
        <translation>其输入的元素类型在模型运行之前无法得知</translation>
    </message>
    <message>
        <source>the element type {0} is not computed on</source>
        <translation>不支持对元素类型 {0} 计算</translation>
    </message>
    <message>
        <source>the elements at {0} and at {1} come to the same place</source>
        <translation>位于 {0} 与 {1} 的元素落到同一位置</translation>
    </message>
    <message>
        <source>the extent of {0} is not a constant</source>
        <translation>{0} 的长度不是常数</translation>
    </message>
    <message>
        <source>the extent of {0} is not a constant from 1 to 256</source>
        <translation>{0} 的长度不是 1 到 256 的常数</translation>
    </message>
    <message>
        <source>the extent of {0} is not a constant from 1 to 2^31</source>
        <translation>{0} 的长度不是 1 到 2^31 的常数</translation>
    </message>
    <message>
        <source>the extent of {0} is not a constant of at most 1024</source>
        <translation>{0} 的长度不是不超过 1024 的常数</translation>
    </message>
    <message>
        <source>the external data file {0} cannot be used: {1}</source>
        <translation>外部数据文件 {0} 无法使用：{1}</translation>
    </message>
    <message>
        <source>the external data file {0} has {1} bytes; bytes {2} to {3} are wanted</source>
        <translation>外部数据文件 {0} 有 {1} 字节；需要第 {2} 至 {3} 字节</translation>
    </message>
    <message>
        <source>the external data has no location</source>
        <translation>外部数据没有位置</translation>
    </message>
    <message>
        <source>the external data has the unknown key &apos;{0}&apos;</source>
        <translation>外部数据有未知的键“{0}”</translation>
    </message>
    <message>
        <source>the external data&apos;s key &apos;{0}&apos; stands twice</source>
        <translation>外部数据的键“{0}”出现两次</translation>
    </message>
    <message>
        <source>the external data&apos;s length is {0} but the tensor has {1} bytes</source>
        <translation>外部数据长度为 {0}，而张量有 {1} 字节</translation>
    </message>
    <message>
        <source>the external data&apos;s {0} is &apos;{1}&apos;, not a decimal number</source>
        <translation>外部数据的 {0} 是“{1}”，不是十进制数</translation>
    </message>
    <message>
        <source>the factor or the offset is out of range</source>
        <translation>因子或偏移超出范围</translation>
    </message>
    <message>
        <source>the factors do not divide the extent of {0}, and statements below it stand outside of blocks</source>
        <translation>因子不能整除 {0} 的长度，且其下有语句在块之外</translation>
    </message>
    <message>
        <source>the factors make {1} iterations, loop {0} has an unknown number</source>
        <translation>因子共 {1} 次迭代，而循环 {0} 的次数未知</translation>
    </message>
    <message>
        <source>the factors make {1} iterations, loop {0} has {2}</source>
        <translation>因子共 {1} 次迭代，而循环 {0} 有 {2} 次</translation>
    </message>
    <message>
        <source>the factors of {0} must be positive and their product at most 2^31</source>
        <translation>{0} 的因子须为正，且乘积不超过 2^31</translation>
    </message>
    <message>
        <source>the file cannot be opened: {0}</source>
        <translation>文件无法打开：{0}</translation>
    </message>
    <message>
        <source>the file cannot be read</source>
        <translation>无法读取文件</translation>
    </message>
    <message>
        <source>the file cannot be written</source>
        <translation>无法写入文件</translation>
    </message>
    <message>
        <source>the file ends after step {0} of {1}: it was cut</source>
        <translation>文件在第 {0} 步（共 {1} 步）之后结束：它被截断了</translation>
    </message>
    <message>
        <source>the file ends before its first step</source>
        <translation>文件在第一个步骤之前结束</translation>
    </message>
    <message>
        <source>the file ends in the middle of its contents: a field needs {0} bytes, {1} are left</source>
        <translation>文件内容中途结束：一个字段需要 {0} 字节，只剩 {1} 字节</translation>
    </message>
    <message>
        <source>the file holds no usable tensor: {0}</source>
        <translation>文件中没有可用的张量：{0}</translation>
    </message>
    <message>
        <source>the file is no text</source>
        <translation>文件不是文本</translation>
    </message>
    <message>
        <source>the file is not a serialised tensor</source>
        <translation>文件不是序列化的张量</translation>
    </message>
    <message>
        <source>the file is not an ONNX model: a name in it is not UTF-8 text</source>
        <translation>文件不是 ONNX 模型：其中有名称不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>the file is not an ONNX model: byte {0} does not continue a protobuf message</source>
        <translation>文件不是 ONNX 模型：第 {0} 字节不是 protobuf 消息的延续</translation>
    </message>
    <message>
        <source>the file is not an ONNX model: {0}</source>
        <translation>文件不是 ONNX 模型：{0}</translation>
    </message>
    <message>
        <source>the function {0}</source>
        <translation>函数 {0}</translation>
    </message>
    <message>
        <source>the fused loop would have too many iterations</source>
        <translation>合并后的循环迭代次数会过多</translation>
    </message>
    <message>
        <source>the graph before it gives the expected outputs, the graph after it does not</source>
        <translation>它之前的图给出预期输出，之后的图则不然</translation>
    </message>
    <message>
        <source>the history is full: it has {0} states</source>
        <translation>历史已满：共 {0} 个状态</translation>
    </message>
    <message>
        <source>the image is damaged: {0}</source>
        <translation>图像已损坏：{0}</translation>
    </message>
    <message>
        <source>the import was cancelled</source>
        <translation>导入已取消</translation>
    </message>
    <message>
        <source>the input &apos;{0}&apos; declares no rank; its number of dimensions must be known</source>
        <translation>输入“{0}”没有声明秩；必须知道其维数</translation>
    </message>
    <message>
        <source>the input &apos;{0}&apos; has the element type {1}</source>
        <translation>输入“{0}”的元素类型是 {1}</translation>
    </message>
    <message>
        <source>the input &apos;{0}&apos; has the shape {1}, which is too large</source>
        <translation>输入“{0}”的形状是 {1}，过大</translation>
    </message>
    <message>
        <source>the input &apos;{0}&apos; has {1} dimensions</source>
        <translation>输入“{0}”有 {1} 维</translation>
    </message>
    <message>
        <source>the input shapes leave open: {0}</source>
        <translation>输入形状未确定：{0}</translation>
    </message>
    <message>
        <source>the iterations of {0} do not follow each other</source>
        <translation>{0} 的各次迭代不是依次进行</translation>
    </message>
    <message>
        <source>the kernel has no output {0}</source>
        <translation>内核没有输出 {0}</translation>
    </message>
    <message>
        <source>the key is empty</source>
        <translation>键为空</translation>
    </message>
    <message>
        <source>the labels could not be read: {0}</source>
        <translation>无法读取标签：{0}</translation>
    </message>
    <message>
        <source>the length of its input &apos;size&apos; is not known</source>
        <translation>其输入 size 的长度未知</translation>
    </message>
    <message>
        <source>the lengths of its masks are not supported</source>
        <translation>不支持其掩码的长度</translation>
    </message>
    <message>
        <source>the lesson has no steps</source>
        <translation>课程没有步骤</translation>
    </message>
    <message>
        <source>the lesson is longer than 1 MiB</source>
        <translation>课程超过 1 MiB</translation>
    </message>
    <message>
        <source>the lesson was cancelled</source>
        <translation>课程已取消</translation>
    </message>
    <message>
        <source>the limit of the last factor of {0} is from 1 to 2^31</source>
        <translation>{0} 最后一个因子的上限为 1 到 2^31</translation>
    </message>
    <message>
        <source>the loops do not move iterator {1} of block {0} by whole tiles</source>
        <translation>这些循环没有按整个分块推进块 {0} 的迭代变量 {1}</translation>
    </message>
    <message>
        <source>the loops do not stand in one nest</source>
        <translation>这些循环不在同一嵌套中</translation>
    </message>
    <message>
        <source>the map cannot be read</source>
        <translation>无法读取映射</translation>
    </message>
    <message>
        <source>the map cannot be read: {0}</source>
        <translation>无法读取映射：{0}</translation>
    </message>
    <message>
        <source>the map has no arrow</source>
        <translation>映射没有箭头</translation>
    </message>
    <message>
        <source>the map has {0} old indices, the buffer {1} dimensions</source>
        <translation>映射有 {0} 个旧下标，而缓冲区有 {1} 维</translation>
    </message>
    <message>
        <source>the map is not one line</source>
        <translation>映射不是一行</translation>
    </message>
    <message>
        <source>the map leaves gaps between the iterations of block {0}, or cannot be turned round</source>
        <translation>映射在块 {0} 的迭代之间留下空隙，或不可逆</translation>
    </message>
    <message>
        <source>the map mixes too many elements to be checked</source>
        <translation>映射混合的元素太多，无法检查</translation>
    </message>
    <message>
        <source>the model declares no opset</source>
        <translation>模型没有声明 opset</translation>
    </message>
    <message>
        <source>the model declares no opset of the domain &apos;{0}&apos;</source>
        <translation>模型没有声明域“{0}”的 opset</translation>
    </message>
    <message>
        <source>the model has more than {0} nodes</source>
        <translation>模型的节点超过 {0} 个</translation>
    </message>
    <message>
        <source>the model has no input &quot;{0}&quot;</source>
        <translation>模型没有输入“{0}”</translation>
    </message>
    <message>
        <source>the model has no input &quot;{0}&quot;; it has {1}</source>
        <translation>模型没有输入“{0}”；它有 {1}</translation>
    </message>
    <message>
        <source>the model has no output &quot;{0}&quot; to compare with</source>
        <translation>模型没有可供比较的输出“{0}”</translation>
    </message>
    <message>
        <source>the model has sparse weights, which are not supported</source>
        <translation>模型含有不支持的稀疏权重</translation>
    </message>
    <message>
        <source>the model is larger than 1 GiB without its weights</source>
        <translation>模型除权重外仍超过 1 GiB</translation>
    </message>
    <message>
        <source>the model is not compiled</source>
        <translation>模型尚未编译</translation>
    </message>
    <message>
        <source>the model names more than 4096 external data files</source>
        <translation>模型列出了超过 4096 个外部数据文件</translation>
    </message>
    <message>
        <source>the model nests graphs deeper than {0} levels</source>
        <translation>模型的图嵌套超过 {0} 层</translation>
    </message>
    <message>
        <source>the model&apos;s IR version is {0}, the newest known is {1}</source>
        <translation>模型的 IR 版本是 {0}，已知最新的是 {1}</translation>
    </message>
    <message>
        <source>the model&apos;s folder is unreadable</source>
        <translation>模型文件夹无法读取</translation>
    </message>
    <message>
        <source>the model&apos;s functions expand to more than {0} nodes</source>
        <translation>模型的函数展开后超过 {0} 个节点</translation>
    </message>
    <message>
        <source>the model&apos;s opset is {0}; 1 to {1} are known</source>
        <translation>模型的算子集是 {0}；已知的是 1 至 {1}</translation>
    </message>
    <message>
        <source>the module cannot be linked: {0}</source>
        <translation>模块无法链接：{0}</translation>
    </message>
    <message>
        <source>the module has no plan: no object defines heddle_plan_...</source>
        <translation>模块没有计划：没有目标文件定义 heddle_plan_...</translation>
    </message>
    <message>
        <source>the module has too many parts for one message</source>
        <translation>模块的部分太多，一条消息放不下</translation>
    </message>
    <message>
        <source>the module wrote over the memory that it shares with the engine</source>
        <translation>模块改写了与引擎共享的内存</translation>
    </message>
    <message>
        <source>the module&apos;s plan has another version than this runner</source>
        <translation>模块的计划与此运行器版本不同</translation>
    </message>
    <message>
        <source>the name is longer than 200 bytes</source>
        <translation>名称超过 200 字节</translation>
    </message>
    <message>
        <source>the name {0} is taken already or empty</source>
        <translation>名称 {0} 已被占用或为空</translation>
    </message>
    <message>
        <source>the number of blocks is out of range</source>
        <translation>块数超出范围</translation>
    </message>
    <message>
        <source>the number of steps cannot be read</source>
        <translation>无法读取步骤数</translation>
    </message>
    <message>
        <source>the number {0} does not fit {1}</source>
        <translation>数 {0} 超出 {1} 的范围</translation>
    </message>
    <message>
        <source>the operator {0} came with opset {1} but the model declares {2}</source>
        <translation>算子 {0} 始于 opset {1}，而模型声明的是 {2}</translation>
    </message>
    <message>
        <source>the order of the iterations of block {0} matters</source>
        <translation>块 {0} 各次迭代的顺序有影响</translation>
    </message>
    <message>
        <source>the output &apos;{0}&apos; cannot be given: {1}</source>
        <translation>无法给出输出“{0}”：{1}</translation>
    </message>
    <message>
        <source>the output &apos;{0}&apos; is made by no node</source>
        <translation>没有节点产生输出“{0}”</translation>
    </message>
    <message>
        <source>the parameters are too large to be embedded</source>
        <translation>参数太大，无法嵌入</translation>
    </message>
    <message>
        <source>the pass &apos;{0}&apos; cannot be left out: what it produces is needed to compile at every level</source>
        <translation>不能省去“{0}”这一遍：各级编译都需要它的结果</translation>
    </message>
    <message>
        <source>the picture could not be written</source>
        <translation>无法写入图片</translation>
    </message>
    <message>
        <source>the plan and the request differ in a constant</source>
        <translation>计划与请求有一个常量不同</translation>
    </message>
    <message>
        <source>the plan and the request name different numbers of constants</source>
        <translation>计划与请求的常量数目不同</translation>
    </message>
    <message>
        <source>the predicate of block {0} depends on the loops of the tile</source>
        <translation>块 {0} 的谓词取决于分块的循环</translation>
    </message>
    <message>
        <source>the predicate of block {0} may skip the first step of the reduction</source>
        <translation>块 {0} 的谓词可能跳过归约的第一步</translation>
    </message>
    <message>
        <source>the predicate of block {0} mixes reduce and spatial loops</source>
        <translation>块 {0} 的谓词混合了归约与空间循环</translation>
    </message>
    <message>
        <source>the process sent something that is no message</source>
        <translation>进程发来的内容不是消息</translation>
    </message>
    <message>
        <source>the profile could not be written: {0}</source>
        <translation>无法写入剖析：{0}</translation>
    </message>
    <message>
        <source>the rank of a scale or zero point is not known</source>
        <translation>缩放系数或零点的维数未知</translation>
    </message>
    <message>
        <source>the rank of its input cannot be known before the model runs</source>
        <translation>其输入的维数在模型运行之前无法得知</translation>
    </message>
    <message>
        <source>the run was cancelled</source>
        <translation>运行已取消</translation>
    </message>
    <message>
        <source>the runner refused the request: {0}</source>
        <translation>运行器拒绝了请求：{0}</translation>
    </message>
    <message>
        <source>the runtime library {0} is missing</source>
        <translation>缺少运行库 {0}</translation>
    </message>
    <message>
        <source>the schedule was made for another kind of group: {0} is not {1}</source>
        <translation>此调度是为另一种组而做：{0} 不是 {1}</translation>
    </message>
    <message>
        <source>the schedule was made for {7}, with other extents</source>
        <translation>此调度是为长度不同的{7}而做</translation>
    </message>
    <message>
        <source>the schedule was written by a newer Heddle: its format is version {0}, this one reads up to {1}</source>
        <translation>此调度由更新的 Heddle 写成：其格式版本为 {0}，本版最高读取 {1}</translation>
    </message>
    <message>
        <source>the shape of input &quot;{0}&quot; is open</source>
        <translation>输入“{0}”的形状未确定</translation>
    </message>
    <message>
        <source>the shape of input &quot;{0}&quot; is open: {1}</source>
        <translation>输入“{0}”的形状未确定：{1}</translation>
    </message>
    <message>
        <source>the shape of {0} is not known</source>
        <translation>{0} 的形状未知</translation>
    </message>
    <message>
        <source>the step is too short: counting nothing gives as much</source>
        <translation>该步骤太短：空计数也有这么多</translation>
    </message>
    <message>
        <source>the tensor has data of its own and external data</source>
        <translation>张量同时有自身数据和外部数据</translation>
    </message>
    <message>
        <source>the thread did not run</source>
        <translation>线程没有运行</translation>
    </message>
    <message>
        <source>the tile of block {0} does not lie side by side in the last dimension of {1}, as {2} needs it</source>
        <translation>块 {0} 的分块没有像 {2} 要求的那样在 {1} 的最后一维中相邻</translation>
    </message>
    <message>
        <source>the tile of block {0} is not {1}</source>
        <translation>块 {0} 的分块不是 {1}</translation>
    </message>
    <message>
        <source>the tile of block {0} is not {1} and {3}</source>
        <translation>块 {0} 的分块不是{1}和{3}</translation>
    </message>
    <message>
        <source>the trace has too many steps</source>
        <translation>轨迹步骤过多</translation>
    </message>
    <message>
        <source>the trace has {0} steps; at most {1} are replayed</source>
        <translation>轨迹有 {0} 步；最多重放 {1} 步</translation>
    </message>
    <message>
        <source>the trace is longer than 1 MiB: {0} bytes</source>
        <translation>轨迹超过 1 MiB：{0} 字节</translation>
    </message>
    <message>
        <source>the trace is nested too deeply</source>
        <translation>轨迹嵌套过深</translation>
    </message>
    <message>
        <source>the trace is too long</source>
        <translation>轨迹过长</translation>
    </message>
    <message>
        <source>the trace&apos;s version is not 1</source>
        <translation>轨迹的版本不是 1</translation>
    </message>
    <message>
        <source>the value &apos;{2}&apos; is made by two nodes, {0} and {1}</source>
        <translation>值“{2}”由两个节点产生：{0} 和 {1}</translation>
    </message>
    <message>
        <source>the version of the schedule&apos;s file cannot be read</source>
        <translation>无法读取调度文件的版本</translation>
    </message>
    <message>
        <source>the workspace cannot be used: {0}</source>
        <translation>无法使用工作区：{0}</translation>
    </message>
    <message>
        <source>the workspace was written by a newer Heddle</source>
        <translation>工作区由更新的 Heddle 写成</translation>
    </message>
    <message>
        <source>there are {1}</source>
        <translation>现有 {1}</translation>
    </message>
    <message>
        <source>there is no graph pass &apos;{0}&apos;</source>
        <translation>没有名为“{0}”的图遍</translation>
    </message>
    <message>
        <source>there is no group {0}</source>
        <translation>没有组 {0}</translation>
    </message>
    <message>
        <source>there is no place for temporary files</source>
        <translation>没有存放临时文件的位置</translation>
    </message>
    <message>
        <source>there is no preset &quot;{0}&quot;; there are {1}</source>
        <translation>没有预设“{0}”；现有 {1}</translation>
    </message>
    <message>
        <source>there is no state {0}</source>
        <translation>没有状态 {0}</translation>
    </message>
    <message>
        <source>there is no step to apply</source>
        <translation>没有可应用的步骤</translation>
    </message>
    <message>
        <source>there is no such edge in the current graph</source>
        <translation>当前的图中没有这条边</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>there is nothing to redo</source>
        <translation>没有可重做的操作</translation>
    </message>
    <message>
        <source>there is nothing to undo</source>
        <translation>没有可撤销的操作</translation>
    </message>
    <message>
        <source>this is a fault of Heddle: please report it with the trace</source>
        <translation>这是 Heddle 的错误：请连同轨迹一起报告</translation>
    </message>
    <message>
        <source>this is no trace: an object with steps is expected</source>
        <translation>这不是轨迹：应为含有步骤的对象</translation>
    </message>
    <message>
        <source>this names no edge: {0}</source>
        <translation>这不是边的名称：{0}</translation>
    </message>
    <message>
        <source>this schedule compiles and agrees with the reference</source>
        <translation>此调度可以编译，且与参考一致</translation>
    </message>
    <message>
        <source>this session edits no schedules</source>
        <translation>此会话不能编辑调度</translation>
    </message>
    <message>
        <source>this session reads no images</source>
        <translation>此会话不能读取图像</translation>
    </message>
    <message>
        <source>this target</source>
        <translation>此目标</translation>
    </message>
    <message>
        <source>this workload belongs to no model</source>
        <translation>此工作负载不属于任何模型</translation>
    </message>
    <message>
        <source>thread</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>threads, warm-up, number or repeat is out of range</source>
        <translation>线程数、预热、次数或重复数超出范围</translation>
    </message>
    <message>
        <source>tiles of {1} do not divide iterator {2} of block {0}</source>
        <translation>大小为 {1} 的分块不能整除块 {0} 的迭代变量 {2}</translation>
    </message>
    <message>
        <source>training is not supported</source>
        <translation>不支持训练</translation>
    </message>
    <message>
        <source>transform_layout or reindex the buffer first</source>
        <translation>先对缓冲区做 transform_layout 或 reindex</translation>
    </message>
    <message>
        <source>transplanting to {0}</source>
        <translation>移植到 {0}</translation>
    </message>
    <message>
        <source>transposed batches are not supported</source>
        <translation>不支持转置的批</translation>
    </message>
    <message>
        <source>tried {0}; all are refused</source>
        <translation>已尝试{0}；均被拒绝</translation>
    </message>
    <message>
        <source>tried {0}; then the search stopped</source>
        <translation>已尝试{0}；随后搜索停止</translation>
    </message>
    <message>
        <source>tuple</source>
        <translation>元组</translation>
    </message>
    <message>
        <source>turbo is on: the clock depends on heat and load</source>
        <translation>睿频已开启：频率取决于温度与负载</translation>
    </message>
    <message>
        <source>two initializers are named &apos;{0}&apos;</source>
        <translation>两个初始值都名为“{0}”</translation>
    </message>
    <message>
        <source>two inputs are named &apos;{0}&apos;</source>
        <translation>两个输入都名为“{0}”</translation>
    </message>
    <message>
        <source>two outputs are named &apos;{0}&apos;</source>
        <translation>两个输出都名为“{0}”</translation>
    </message>
    <message>
        <source>two threads share a core</source>
        <translation>两个线程共用一个核心</translation>
    </message>
    <message>
        <source>under this schedule output {1} differs from the reference interpreter by up to {2}, so it is not timed</source>
        <translation>在此调度下输出 {1} 与参考解释器最多相差 {2}，因此不计时</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>unknown format &quot;{0}&quot;</source>
        <translation>未知格式“{0}”</translation>
    </message>
    <message>
        <source>unknown outcome</source>
        <translation>未知的结局</translation>
    </message>
    <message>
        <source>unknown processor</source>
        <translation>未知处理器</translation>
    </message>
    <message>
        <source>unroll keeps several instructions in flight</source>
        <translation>unroll 可让多条指令同时进行</translation>
    </message>
    <message>
        <source>use that version</source>
        <translation>请使用那个版本</translation>
    </message>
    <message>
        <source>use that version, or name another file</source>
        <translation>请使用那个版本，或指定另一个文件</translation>
    </message>
    <message>
        <source>used more CPU time than {0} on every thread</source>
        <translation>每个线程的处理器时间都超过 {0}</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>vectorize {4} of block {5} instead</source>
        <translation>改为向量化块 {5} 的 {4}</translation>
    </message>
    <message>
        <source>verification was cancelled</source>
        <translation>验证已取消</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>what block {0} reads first of {1} is the same in every iteration of {2}</source>
        <translation>块 {0} 最先读取的 {1} 在 {2} 的每次迭代中都相同</translation>
    </message>
    <message>
        <source>whether it goes on is known only when the model runs</source>
        <translation>是否继续只有在模型运行时才知道</translation>
    </message>
    <message>
        <source>while the module was loaded</source>
        <translation>在载入模块时</translation>
    </message>
    <message>
        <source>write PRODUCER:CONSUMER; a colon inside a name is written \:</source>
        <translation>写作 生产者:消费者；名称中的冒号写作 \:</translation>
    </message>
    <message>
        <source>write it like &quot;h, w -&gt; h, w//8, w % 8&quot;</source>
        <translation>写法如 &quot;h, w -&gt; h, w//8, w % 8&quot;</translation>
    </message>
    <message>
        <source>write them as x:[1,3,224,224],y:[1,8]</source>
        <translation>写法如 x:[1,3,224,224],y:[1,8]</translation>
    </message>
    <message>
        <source>write_at before bind</source>
        <translation>在 bind 之前做 write_at</translation>
    </message>
    <message>
        <source>{0} (again)</source>
        <translation>{0}（再次）</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0}（{1}）</translation>
    </message>
    <message>
        <source>{0} ({5}); the limit is {7}</source>
        <translation>{0}（{5}）；上限为 {7}</translation>
    </message>
    <message>
        <source>{0} = 0 of block {1} must run before {0} = 1</source>
        <translation>块 {1} 的 {0} = 0 须先于 {0} = 1 执行</translation>
    </message>
    <message>
        <source>{0} = {1} would not run</source>
        <translation>{0} = {1} 将不会执行</translation>
    </message>
    <message>
        <source>{0} already belongs to the group of another anchor; a kernel has one.</source>
        <translation>{0} 已属于另一个锚点的组；一个内核只有一个锚点。</translation>
    </message>
    <message>
        <source>{0} and {1} both write {2}</source>
        <translation>{0} 与 {1} 都写 {2}</translation>
    </message>
    <message>
        <source>{0} and {1} share a kernel because an override asks for it.</source>
        <translation>应覆盖的要求，{0} 与 {1} 共用一个内核。</translation>
    </message>
    <message>
        <source>{0} calls itself</source>
        <translation>{0}调用了自身</translation>
    </message>
    <message>
        <source>{0} cannot be fused into {1}: a reduction cannot start a fusion</source>
        <translation>{0} 不能融合进 {1}：归约不能作为融合的起点</translation>
    </message>
    <message>
        <source>{0} cannot be fused into {1}: another kernel would both need the fused one and be needed by it</source>
        <translation>{0} 不能融合进 {1}：会有另一个内核既需要融合后的内核，又被它需要</translation>
    </message>
    <message>
        <source>{0} cannot be fused into {1}: the kernel would have two anchors</source>
        <translation>{0} 不能融合进 {1}：内核会有两个锚点</translation>
    </message>
    <message>
        <source>{0} cannot be fused into {1}: the same edge is forbidden by another override</source>
        <translation>{0} 不能融合进 {1}：另一个覆盖禁止了同一条边</translation>
    </message>
    <message>
        <source>{0} cannot be fused into {1}: {0} is opaque</source>
        <translation>{0} 不能融合进 {1}：{0} 不透明</translation>
    </message>
    <message>
        <source>{0} cannot be fused into {1}: {1} is opaque</source>
        <translation>{0} 不能融合进 {1}：{1} 不透明</translation>
    </message>
    <message>
        <source>{0} does not make its output &apos;{1}&apos;</source>
        <translation>{0}没有产生其输出“{1}”</translation>
    </message>
    <message>
        <source>{0} earlier place in the trace</source>
        <translation>轨迹中 {0} 个更早的位置</translation>
    </message>
    <message>
        <source>{0} earlier places in the trace</source>
        <translation>轨迹中 {0} 个更早的位置</translation>
    </message>
    <message>
        <source>{0} has a second consumer. {1}</source>
        <translation>{0} 还有第二个消费者。{1}</translation>
    </message>
    <message>
        <source>{0} has fewer inputs or outputs than the node</source>
        <translation>{0}的输入或输出少于该节点</translation>
    </message>
    <message>
        <source>{0} has {1} dimensions; the last has stride 1</source>
        <translation>{0} 有 {1} 维；最后一维的步幅为 1</translation>
    </message>
    <message>
        <source>{0} in the step {1}</source>
        <translation>在步骤 {1} 中：{0}</translation>
    </message>
    <message>
        <source>{0} is a list, not one number</source>
        <translation>{0} 是列表，不是单个数</translation>
    </message>
    <message>
        <source>{0} is a parameter and lives where the caller put it</source>
        <translation>{0} 是参数，位于调用者放置之处</translation>
    </message>
    <message>
        <source>{0} is a parameter or has strides</source>
        <translation>{0} 是参数或带步幅</translation>
    </message>
    <message>
        <source>{0} is a reduction, whose result is complete only when its loops are; it starts no fusion.</source>
        <translation>{0} 是归约，其循环全部完成后结果才完整；它不能作为融合的起点。</translation>
    </message>
    <message>
        <source>{0} is an anchor or belongs to one; it reads its inputs from memory, so {1} stays a kernel of its own.</source>
        <translation>{0} 是锚点或属于锚点；它从内存读取输入，因此 {1} 仍是单独的内核。</translation>
    </message>
    <message>
        <source>{0} is an input or an output, whose layout the caller decides, or has strides</source>
        <translation>{0} 是由调用者决定布局的输入或输出，或带步幅</translation>
    </message>
    <message>
        <source>{0} is an output of the model and must be stored, so no later kernel absorbs it.</source>
        <translation>{0} 是模型的输出，必须存储，因此后面的内核都不能吸收它。</translation>
    </message>
    <message>
        <source>{0} is an output or read by no block</source>
        <translation>{0} 是输出，或没有块读取它</translation>
    </message>
    <message>
        <source>{0} is an output or read by other blocks too</source>
        <translation>{0} 是输出，或还有其他块读取它</translation>
    </message>
    <message>
        <source>{0} is computed inside the kernel of {1}.</source>
        <translation>{0} 在 {1} 的内核中计算。</translation>
    </message>
    <message>
        <source>{0} is nested deeper than {1} levels</source>
        <translation>{0}的嵌套超过 {1} 层</translation>
    </message>
    <message>
        <source>{0} is no argument of {1}</source>
        <translation>{0} 不是 {1} 的参数</translation>
    </message>
    <message>
        <source>{0} is no axis of a grid</source>
        <translation>{0} 不是网格的轴</translation>
    </message>
    <message>
        <source>{0} is no intrinsic</source>
        <translation>{0} 不是张量指令</translation>
    </message>
    <message>
        <source>{0} is no scope</source>
        <translation>{0} 不是作用域</translation>
    </message>
    <message>
        <source>{0} is on the stack or in registers, which need no prefetch</source>
        <translation>{0} 在栈上或寄存器中，无需预取</translation>
    </message>
    <message>
        <source>{0} is opaque and absorbs nothing.</source>
        <translation>{0} 不透明，不吸收任何算子。</translation>
    </message>
    <message>
        <source>{0} is opaque: it is not a loop nest over its output.</source>
        <translation>{0} 不透明：它不是遍历其输出的循环嵌套。</translation>
    </message>
    <message>
        <source>{0} is tiled in 2 to 16 parts</source>
        <translation>{0} 须分为 2 到 16 部分</translation>
    </message>
    <message>
        <source>{0} is written by several blocks</source>
        <translation>{0} 由多个块写入</translation>
    </message>
    <message>
        <source>{0} is {1}x faster than {2}, {3} to {4}, {5} paired blocks</source>
        <translation>{0} 比 {2} 快 {1} 倍，区间 {3} 至 {4}，{5} 个配对块</translation>
    </message>
    <message>
        <source>{0} needs its own result: the graph has a cycle</source>
        <translation>{0} 需要自己的结果：图中有环</translation>
    </message>
    <message>
        <source>{0} neighbours</source>
        <translation>{0} 个相邻元素</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{1} 的 {0}</translation>
    </message>
    <message>
        <source>{0} of {1} kernels</source>
        <translation>{0}/{1} 个内核</translation>
    </message>
    <message>
        <source>{0} other choice of an argument</source>
        <translation> {0} 个参数的其他取值</translation>
    </message>
    <message>
        <source>{0} other choices of an argument</source>
        <translation> {0} 个参数的其他取值</translation>
    </message>
    <message>
        <source>{0} preparing step</source>
        <translation> {0} 个准备步骤</translation>
    </message>
    <message>
        <source>{0} preparing steps</source>
        <translation> {0} 个准备步骤</translation>
    </message>
    <message>
        <source>{0} reads {1}, which {2} writes later</source>
        <translation>{0} 读取 {1}，而 {2} 稍后写它</translation>
    </message>
    <message>
        <source>{0} reduce steps</source>
        <translation>{0} 个归约步</translation>
    </message>
    <message>
        <source>{0} related primitive</source>
        <translation> {0} 个相关原语</translation>
    </message>
    <message>
        <source>{0} related primitives</source>
        <translation> {0} 个相关原语</translation>
    </message>
    <message>
        <source>{0} steps left</source>
        <translation>剩余 {0} 步</translation>
    </message>
    <message>
        <source>{0} warm-up run</source>
        <translation>{0} 次预热</translation>
    </message>
    <message>
        <source>{0} warm-up runs</source>
        <translation>{0} 次预热</translation>
    </message>
    <message>
        <source>{0} writes {1}, which {2} reads</source>
        <translation>{0} 写 {1}，而 {2} 读取它</translation>
    </message>
    <message>
        <source>{0} {2}</source>
        <translation>{2}{0}</translation>
    </message>
    <message>
        <source>{0} {2} ({5}); the limit is {7}</source>
        <translation>{2}{0}（{5}）；上限为 {7}</translation>
    </message>
    <message>
        <source>{0}&apos;s group has an anchor, which takes an elementwise epilogue only; {1} reads it as {2}.</source>
        <translation>{0} 的组有锚点，只接受逐元素的尾部；{1} 以{2}方式读取它。</translation>
    </message>
    <message>
        <source>{0}, fusion off</source>
        <translation>{0}，关闭融合</translation>
    </message>
    <message>
        <source>{0}, plain schedules</source>
        <translation>{0}，朴素调度</translation>
    </message>
    <message>
        <source>{0}, without {1}</source>
        <translation>{0}，不含 {1}</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}，{1}</translation>
    </message>
    <message>
        <source>{0}, {1} samples of {2} run</source>
        <translation>{0}，{1} 个样本，每个 {2} 次运行</translation>
    </message>
    <message>
        <source>{0}, {1} samples of {2} runs</source>
        <translation>{0}，{1} 个样本，每个 {2} 次运行</translation>
    </message>
    <message>
        <source>{0}, {1} schedule by hand</source>
        <translation>{0}，{1} 个手工调度</translation>
    </message>
    <message>
        <source>{0}, {1} schedules by hand</source>
        <translation>{0}，{1} 个手工调度</translation>
    </message>
    <message>
        <source>{0}-bit registers</source>
        <translation>{0} 位寄存器</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>{0}; it runs on one thread</source>
        <translation>{0}；它在一个线程上运行</translation>
    </message>
    <message>
        <source>{0}; {1}</source>
        <translation>{0}；{1}</translation>
    </message>
    <message>
        <source>{0}; {1} of {2} pairs not counted, other work used the processor</source>
        <translation>{0}；{2} 对中有 {1} 对未计入，因其他工作占用了处理器</translation>
    </message>
    <message>
        <source>{1} before other blocks come into the nest</source>
        <translation>在其他块进入嵌套之前做 {1}</translation>
    </message>
    <message>
        <source>{1} before transform_layout</source>
        <translation>在 transform_layout 之前做 {1}</translation>
    </message>
    <message>
        <source>{1} does not move a window over {2} in which its iterations overlap, or block {0} does not compute all that is read</source>
        <translation>{1} 没有在 {2} 上移动各次迭代相互重叠的窗口，或块 {0} 没有算出被读取的全部内容</translation>
    </message>
    <message>
        <source>{1} does not move with the reduction over {2} of block {0}; times a padded zero it may be no number</source>
        <translation>{1} 不随块 {0} 对 {2} 的归约移动；乘以填充的零可能得到非数</translation>
    </message>
    <message>
        <source>{1} does not read {0}</source>
        <translation>{1} 不读取 {0}</translation>
    </message>
    <message>
        <source>{1} is not the only statement in {0}</source>
        <translation>{1} 不是 {0} 中唯一的语句</translation>
    </message>
    <message>
        <source>{1}, with extents from 1 to {2}</source>
        <translation>{1}，长度为 1 到 {2}</translation>
    </message>
    <message>
        <source>{1}: {2}</source>
        <translation>{1}：{2}</translation>
    </message>
    <message>
        <source>{2} before compute_at</source>
        <translation>在 compute_at 之前做 {2}</translation>
    </message>
    <message>
        <source>{2} before rolling_buffer</source>
        <translation>在 rolling_buffer 之前做 {2}</translation>
    </message>
    <message>
        <source>{2} before split, fuse and compute_at</source>
        <translation>在 split、fuse 与 compute_at 之前做 {2}</translation>
    </message>
    <message>
        <source>{6}; the schedule was made for {7}, with other extents</source>
        <translation>{6}；此调度是为长度不同的{7}而做</translation>
    </message>
</context>
</TS>
