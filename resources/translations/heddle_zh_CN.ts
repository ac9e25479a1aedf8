<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ColorMode</name>
    <message>
        <source>Not measured yet: choose Measure</source>
        <translation>尚未测量：请选择“测量”</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>改变</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>未变</translation>
    </message>
    <message>
        <source>Pattern kind</source>
        <translation>模式类别</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Share of peak</source>
        <translation>峰值占比</translation>
    </message>
    <message>
        <source>Bytes moved</source>
        <translation>移动字节</translation>
    </message>
    <message>
        <source>Data type</source>
        <translation>数据类型</translation>
    </message>
    <message>
        <source>Changed by the pass</source>
        <translation>该遍的改变</translation>
    </message>
</context>
<context>
    <name>CopyCommand</name>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>The heddle line that gives this number again</source>
        <translation>再次得到此数字的 heddle 命令行</translation>
    </message>
</context>
<context>
    <name>Forms</name>
    <message>
        <source>Loop program, as written</source>
        <translation>循环程序（原始）</translation>
    </message>
    <message>
        <source>Loop program, scheduled</source>
        <translation>循环程序（已调度）</translation>
    </message>
    <message>
        <source>Lowered program</source>
        <translation>降级后的程序</translation>
    </message>
    <message>
        <source>LLVM IR</source>
        <translation>LLVM IR</translation>
    </message>
    <message>
        <source>LLVM IR, optimised</source>
        <translation>LLVM IR（已优化）</translation>
    </message>
    <message>
        <source>Assembly</source>
        <translation>汇编</translation>
    </message>
    <message>
        <source>Loop program after %1</source>
        <translation>%1 之后的循环程序</translation>
    </message>
</context>
<context>
    <name>HotLoop</name>
    <message>
        <source>%1 of %2 vector registers live</source>
        <translation>活跃向量寄存器 %1/%2</translation>
    </message>
    <message numerus="yes">
        <source>%n instruction(s)</source>
        <translation>
            <numerusform>%n 条指令</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 FMA</source>
        <translation>%1 条 FMA</translation>
    </message>
    <message numerus="yes">
        <source>%n load(s)</source>
        <translation>
            <numerusform>%n 次加载</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n store(s)</source>
        <translation>
            <numerusform>%n 次存储</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spill(s)</source>
        <translation>
            <numerusform>%n 次溢出</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n register move(s)</source>
        <translation>
            <numerusform>%n 次寄存器移动</numerusform>
        </translation>
    </message>
    <message>
        <source>Hot loop, assembly lines %1 to %2: %3.</source>
        <translation>热循环，汇编第 %1 至 %2 行：%3。</translation>
    </message>
    <message>
        <source>%1 cycles an iteration, %2 instructions a cycle (model of %3).</source>
        <translation>每次迭代 %1 个周期，每周期 %2 条指令（%3 模型）。</translation>
    </message>
    <message>
        <source>Ports taken: %1.</source>
        <translation>端口占用：%1。</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Producer</source>
        <translation>生产者</translation>
    </message>
    <message>
        <source>Opsets</source>
        <translation>算子集</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Work, nominal</source>
        <translation>计算量（标称）</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>计算量</translation>
    </message>
    <message>
        <source>Arena</source>
        <translation>内存池</translation>
    </message>
    <message>
        <source>Inputs and outputs</source>
        <translation>输入和输出</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Essentials</source>
        <translation>要点</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据量</translation>
    </message>
    <message>
        <source>Seen in</source>
        <translation>见于</translation>
    </message>
    <message>
        <source>Taken away by</source>
        <translation>移除者</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Group #%1</source>
        <translation>组 #%1</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>anchor</source>
        <translation>锚点</translation>
    </message>
    <message>
        <source>Fused</source>
        <translation>已融合</translation>
    </message>
    <message>
        <source>Not fused</source>
        <translation>未融合</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Consumer</source>
        <translation>消费者</translation>
    </message>
    <message>
        <source>Blocked by</source>
        <translation>阻碍者</translation>
    </message>
    <message>
        <source>From group</source>
        <translation>来自组</translation>
    </message>
    <message>
        <source>Into group</source>
        <translation>进入组</translation>
    </message>
    <message>
        <source>Override</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>set by you</source>
        <translation>由您设置</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>在文件中</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>域</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>读作</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Became</source>
        <translation>成为</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>No longer in this snapshot</source>
        <translation>已不在此快照中</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>ONNX node</source>
        <translation>ONNX 节点</translation>
    </message>
    <message>
        <source>In group</source>
        <translation>所在组</translation>
    </message>
    <message>
        <source>threads: %1</source>
        <translation>线程数：%1</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>Measured on #%1, changed since</source>
        <translation>在 #%1 上测量，之后已更改</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Share of time</source>
        <translation>时间占比</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>访存</translation>
    </message>
    <message>
        <source>Share of peak</source>
        <translation>峰值占比</translation>
    </message>
    <message>
        <source>Bound by</source>
        <translation>受限于</translation>
    </message>
    <message>
        <source>Not fused with</source>
        <translation>未融合的对象</translation>
    </message>
    <message>
        <source>IR version</source>
        <translation>IR 版本</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点数</translation>
    </message>
    <message>
        <source>Measured effect</source>
        <translation>实测效果</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>效果</translation>
    </message>
    <message>
        <source>Groups around it</source>
        <translation>相关组</translation>
    </message>
    <message>
        <source>Whole model</source>
        <translation>整个模型</translation>
    </message>
    <message>
        <source>no difference shown</source>
        <translation>未显示差异</translation>
    </message>
    <message>
        <source>faster by a factor of %1</source>
        <translation>更快，倍率 %1</translation>
    </message>
    <message>
        <source>slower by a factor of %1</source>
        <translation>更慢，倍率 %1</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
</context>
<context>
    <name>LoopKinds</name>
    <message>
        <source>serial</source>
        <translation>串行</translation>
    </message>
    <message>
        <source>parallel</source>
        <translation>并行</translation>
    </message>
    <message>
        <source>vectorized</source>
        <translation>向量化</translation>
    </message>
    <message>
        <source>unrolled</source>
        <translation>已展开</translation>
    </message>
</context>
<context>
    <name>NodeClass</name>
    <message>
        <source>elementwise</source>
        <translation>逐元素</translation>
    </message>
    <message>
        <source>broadcast</source>
        <translation>广播</translation>
    </message>
    <message>
        <source>injective</source>
        <translation>单射</translation>
    </message>
    <message>
        <source>reduce</source>
        <translation>归约</translation>
    </message>
    <message>
        <source>complex</source>
        <translation>复合</translation>
    </message>
    <message>
        <source>tuple</source>
        <translation>元组</translation>
    </message>
    <message>
        <source>opaque</source>
        <translation>不透明</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
</context>
<context>
    <name>Perspectives</name>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>剖析</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Tune</source>
        <translation>调优</translation>
    </message>
    <message>
        <source>Tuning comes in a later version; schedules are chosen by rules for now</source>
        <translation>调优将在后续版本提供；目前按规则选择调度</translation>
    </message>
</context>
<context>
    <name>Preset</name>
    <message>
        <source>stretch to the input&apos;s size</source>
        <translation>拉伸到输入大小</translation>
    </message>
    <message>
        <source>fit inside, grey border</source>
        <translation>等比缩放，灰色填边</translation>
    </message>
    <message>
        <source>crop the middle, %1 of the shorter side</source>
        <translation>居中裁剪，取短边的 %1</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰度</translation>
    </message>
</context>
<context>
    <name>Primitives</name>
    <message>
        <source>Loops</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>How a loop runs</source>
        <translation>循环如何执行</translation>
    </message>
    <message>
        <source>Where a block is computed</source>
        <translation>块在何处计算</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Sums and padding</source>
        <translation>求和与填充</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Notes and samples</source>
        <translation>注解与采样</translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message>
        <source>Copy rows</source>
        <translation>复制行</translation>
    </message>
</context>
<context>
    <name>heddle::app::CheatSheet</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Filter keys and actions</source>
        <translation>筛选快捷键和操作</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>In the graph</source>
        <translation>在计算图中</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>Walk along edges</source>
        <translation>沿边移动</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Next node of the same row</source>
        <translation>同一行的下一个节点</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Expand or collapse the group</source>
        <translation>展开或折叠该组</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Open the kernel</source>
        <translation>打开内核</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>退格</translation>
    </message>
    <message>
        <source>Selection back</source>
        <translation>返回上一个选择</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一个匹配</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>In the timeline</source>
        <translation>在时间线中</translation>
    </message>
    <message>
        <source>Move along time</source>
        <translation>沿时间移动</translation>
    </message>
    <message>
        <source>Show the whole run</source>
        <translation>显示整次运行</translation>
    </message>
    <message>
        <source>In the loop tree</source>
        <translation>在循环树中</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>拖动</translation>
    </message>
    <message>
        <source>Reorder loops, or compute a block elsewhere</source>
        <translation>调整循环顺序，或在别处计算块</translation>
    </message>
    <message>
        <source>Mark a span: table and graph show what runs in it</source>
        <translation>标记一段时间：表格和图显示其中运行的内容</translation>
    </message>
    <message>
        <source>Shift+Drag</source>
        <translation>Shift+拖动</translation>
    </message>
    <message>
        <source>Unmark the span</source>
        <translation>取消标记</translation>
    </message>
</context>
<context>
    <name>heddle::app::CommandPalette</name>
    <message>
        <source>Search actions, groups and nodes</source>
        <translation>搜索操作、组和节点</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>not available now</source>
        <translation>目前不可用</translation>
    </message>
</context>
<context>
    <name>heddle::app::MainWindow</name>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>Threads that kernels are made for and run on</source>
        <translation>为其生成内核并运行内核的线程数</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Run on &amp;one thread</source>
        <translation>用一个线程运行(&amp;O)</translation>
    </message>
    <message>
        <source>Make kernels for one thread</source>
        <translation>为单线程生成内核</translation>
    </message>
    <message>
        <source>Run on &amp;all cores</source>
        <translation>用全部核心运行(&amp;A)</translation>
    </message>
    <message>
        <source>Make kernels for a thread on every core</source>
        <translation>为每个核心一个线程生成内核</translation>
    </message>
    <message>
        <source>Open model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>ONNX models (*.onnx);;All files (*)</source>
        <translation>ONNX 模型 (*.onnx);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Export graph</source>
        <translation>导出图</translation>
    </message>
    <message>
        <source>Pictures (*.svg *.png)</source>
        <translation>图片 (*.svg *.png)</translation>
    </message>
    <message>
        <source>&amp;Open a model</source>
        <translation>打开模型(&amp;O)</translation>
    </message>
    <message>
        <source>Open an ONNX model</source>
        <translation>打开一个 ONNX 模型</translation>
    </message>
    <message>
        <source>Export graph as &amp;picture</source>
        <translation>将图导出为图片(&amp;P)</translation>
    </message>
    <message>
        <source>Write the whole graph as SVG or PNG</source>
        <translation>将整个图写为 SVG 或 PNG</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Redo what was undone</source>
        <translation>重做已撤销的更改</translation>
    </message>
    <message>
        <source>&amp;Find in the graph</source>
        <translation>在图中查找(&amp;F)</translation>
    </message>
    <message>
        <source>Search names, operators and attributes</source>
        <translation>搜索名称、算子和属性</translation>
    </message>
    <message>
        <source>Selection &amp;back</source>
        <translation>后退到上一选择(&amp;B)</translation>
    </message>
    <message>
        <source>What was selected before</source>
        <translation>之前选择的对象</translation>
    </message>
    <message>
        <source>Selection f&amp;orward</source>
        <translation>前进到下一选择(&amp;O)</translation>
    </message>
    <message>
        <source>What was selected after</source>
        <translation>之后选择的对象</translation>
    </message>
    <message>
        <source>&amp;Copy name of the selected node</source>
        <translation>复制所选节点的名称(&amp;C)</translation>
    </message>
    <message>
        <source>Search or &amp;command</source>
        <translation>搜索或命令(&amp;C)</translation>
    </message>
    <message>
        <source>Reach every action, group and node by typing</source>
        <translation>输入文字即可到达每个操作、组和节点</translation>
    </message>
    <message>
        <source>&amp;Compile</source>
        <translation>编译(&amp;C)</translation>
    </message>
    <message>
        <source>Compile all groups for this machine</source>
        <translation>为本机编译所有组</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>测量(&amp;M)</translation>
    </message>
    <message>
        <source>Time the model and each group</source>
        <translation>测量模型和每个组的时间</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Run the model on inputs</source>
        <translation>用输入运行模型</translation>
    </message>
    <message>
        <source>Cancel all &amp;jobs</source>
        <translation>取消所有任务(&amp;J)</translation>
    </message>
    <message>
        <source>Stop what runs and drop what waits</source>
        <translation>停止运行中的并丢弃等待中的任务</translation>
    </message>
    <message>
        <source>Optimise at O&amp;%1</source>
        <translation>以 O&amp;%1 优化</translation>
    </message>
    <message>
        <source>Run the graph passes of this level</source>
        <translation>运行此级别的图优化遍</translation>
    </message>
    <message>
        <source>&amp;Fuse operators</source>
        <translation>融合算子(&amp;F)</translation>
    </message>
    <message>
        <source>Turn fusion on or off</source>
        <translation>打开或关闭融合</translation>
    </message>
    <message>
        <source>&amp;Fit the graph</source>
        <translation>适应图的大小(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation>实际大小(&amp;A)</translation>
    </message>
    <message>
        <source>Show the graph at 100 %</source>
        <translation>以 100 % 显示图</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Next pass</source>
        <translation>下一遍(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous pass</source>
        <translation>上一遍(&amp;P)</translation>
    </message>
    <message>
        <source>P&amp;lay the passes</source>
        <translation>播放各遍(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Expand all groups</source>
        <translation>展开所有组(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Collapse all groups</source>
        <translation>折叠所有组(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Side by side</source>
        <translation>并排(&amp;S)</translation>
    </message>
    <message>
        <source>Show the graph before and after the pass</source>
        <translation>显示该遍前后的图</translation>
    </message>
    <message>
        <source>Keep &amp;places across passes</source>
        <translation>各遍之间保持位置(&amp;P)</translation>
    </message>
    <message>
        <source>Nodes that did not change stay where they were; off: each stage is compact</source>
        <translation>未改变的节点保持原位；关闭时每个阶段紧凑排列</translation>
    </message>
    <message>
        <source>Show co&amp;nstants</source>
        <translation>显示常量(&amp;N)</translation>
    </message>
    <message>
        <source>Show weights as nodes</source>
        <translation>将权重显示为节点</translation>
    </message>
    <message>
        <source>Arrange with &amp;Graphviz</source>
        <translation>用 Graphviz 排列(&amp;G)</translation>
    </message>
    <message>
        <source>Up to 1,000 nodes and two seconds; larger graphs use the built-in layout</source>
        <translation>最多 1,000 个节点和两秒；更大的图使用内置布局</translation>
    </message>
    <message>
        <source>&amp;Motion</source>
        <translation>动画(&amp;M)</translation>
    </message>
    <message>
        <source>Fade in what a pass added</source>
        <translation>淡入某遍新增的内容</translation>
    </message>
    <message>
        <source>Colour by: %1</source>
        <translation>着色依据：%1</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>显示%1</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>Put all docks back where they were</source>
        <translation>将所有停靠窗放回原位</translation>
    </message>
    <message>
        <source>Theme of the &amp;system</source>
        <translation>跟随系统主题(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>浅色主题(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>深色主题(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;About Heddle</source>
        <translation>关于 Heddle(&amp;A)</translation>
    </message>
    <message>
        <source>About Heddle</source>
        <translation>关于 Heddle</translation>
    </message>
    <message>
        <source>&lt;b&gt;Heddle %1&lt;/b&gt;&lt;p&gt;A workbench for people who compile neural networks.&lt;/p&gt;&lt;p&gt;Engine and tools: Apache-2.0. Workbench: GPL-3.0-or-later.&lt;/p&gt;</source>
        <translation>&lt;b&gt;Heddle %1&lt;/b&gt;&lt;p&gt;为编译神经网络的人准备的工作台。&lt;/p&gt;&lt;p&gt;引擎和工具：Apache-2.0。工作台：GPL-3.0-or-later。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation>问题 (%1)</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Jobs (%1)</source>
        <translation>任务 (%1)</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Optimisation level</source>
        <translation>优化级别</translation>
    </message>
    <message>
        <source>Perspectives</source>
        <translation>视角</translation>
    </message>
    <message>
        <source>Search or command  Ctrl+K</source>
        <translation>搜索或命令  Ctrl+K</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Docks</source>
        <translation>停靠窗(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Graph</source>
        <translation>图(&amp;G)</translation>
    </message>
    <message>
        <source>Colour &amp;by</source>
        <translation>着色依据(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Export a module</source>
        <translation>导出模块(&amp;E)</translation>
    </message>
    <message>
        <source>Write a library that runs this model without Heddle</source>
        <translation>写出一个不依赖 Heddle 即可运行该模型的库</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>Set &amp;input shapes</source>
        <translation>设置输入形状(&amp;I)</translation>
    </message>
    <message>
        <source>Give the sizes that the model leaves open</source>
        <translation>给出模型未确定的尺寸</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Every key on one sheet</source>
        <translation>在一页上查看所有快捷键</translation>
    </message>
    <message>
        <source>Undo the last change of the session; in the kernel, of its schedule</source>
        <translation>撤销会话的上一次更改；在内核视图中撤销调度的上一步</translation>
    </message>
    <message>
        <source>&amp;Measure the schedule</source>
        <translation>测量调度(&amp;M)</translation>
    </message>
    <message>
        <source>Prove and time the current schedule again</source>
        <translation>重新验证当前调度并计时</translation>
    </message>
    <message>
        <source>&amp;Use the schedule in the build</source>
        <translation>在构建中使用此调度(&amp;U)</translation>
    </message>
    <message>
        <source>Build the model with the current schedule</source>
        <translation>用当前调度构建模型</translation>
    </message>
    <message>
        <source>Use the &amp;default schedule in the build</source>
        <translation>在构建中使用默认调度(&amp;D)</translation>
    </message>
    <message>
        <source>Build the model with the schedule that Heddle chose</source>
        <translation>用 Heddle 选定的调度构建模型</translation>
    </message>
    <message>
        <source>&amp;Compare two schedules</source>
        <translation>比较两个调度(&amp;C)</translation>
    </message>
    <message>
        <source>Any two states side by side, timed by turns</source>
        <translation>任意两个状态并排显示，交替计时</translation>
    </message>
    <message>
        <source>&amp;Transplant the schedule</source>
        <translation>移植调度(&amp;T)</translation>
    </message>
    <message>
        <source>Try the schedule on the similar groups</source>
        <translation>在相似的组上试用此调度</translation>
    </message>
    <message>
        <source>&amp;Load a schedule</source>
        <translation>载入调度(&amp;L)</translation>
    </message>
    <message>
        <source>A schedule from a file becomes the current one</source>
        <translation>文件中的调度成为当前调度</translation>
    </message>
    <message>
        <source>&amp;Save the schedule</source>
        <translation>保存调度(&amp;S)</translation>
    </message>
    <message>
        <source>Write the current schedule to a file</source>
        <translation>将当前调度写入文件</translation>
    </message>
    <message>
        <source>Copy the c&amp;ommand</source>
        <translation>复制命令(&amp;O)</translation>
    </message>
    <message>
        <source>The command line that measures this schedule again</source>
        <translation>再次测量此调度的命令行</translation>
    </message>
    <message>
        <source>&amp;Lesson: a fast matmul in five minutes</source>
        <translation>课程：五分钟写出快速矩阵乘法(&amp;L)</translation>
    </message>
    <message>
        <source>From three loops to near the peak of this machine, every step explained and measured</source>
        <translation>从三重循环到接近本机峰值，每一步都有讲解和测量</translation>
    </message>
    <message>
        <source>Schedule: %1</source>
        <translation>调度：%1</translation>
    </message>
    <message>
        <source>Key %1 in the loop tree</source>
        <translation>在循环树中按 %1</translation>
    </message>
    <message>
        <source>&amp;Kernel</source>
        <translation>内核(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Add a step</source>
        <translation>添加步骤(&amp;A)</translation>
    </message>
    <message>
        <source>Docks</source>
        <translation>停靠面板</translation>
    </message>
</context>
<context>
    <name>heddle::app::PassMenu</name>
    <message>
        <source>&amp;Passes</source>
        <translation>遍(&amp;P)</translation>
    </message>
    <message>
        <source>Nothing can be compiled without it</source>
        <translation>没有它就无法编译</translation>
    </message>
    <message>
        <source>Leave this pass out, or put it back, and see the effect</source>
        <translation>省去这一遍或将其恢复，看看效果</translation>
    </message>
    <message>
        <source>&amp;Run all</source>
        <translation>全部运行(&amp;R)</translation>
    </message>
</context>
<context>
    <name>heddle::app::StatusLine</name>
    <message>
        <source>Cancel the running job</source>
        <translation>取消运行中的任务</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n 个组</numerusform>
        </translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>not compiled</source>
        <translation>未编译</translation>
    </message>
    <message>
        <source>measured on #%1, changed since</source>
        <translation>在 #%1 上测量，之后已更改</translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>noise %1</source>
        <translation>噪声 %1</translation>
    </message>
    <message>
        <source>cannot be compiled</source>
        <translation>无法编译</translation>
    </message>
    <message>
        <source>%1, %2 of peak</source>
        <translation>%1，峰值的 %2</translation>
    </message>
</context>
<context>
    <name>heddle::views::ActionPane</name>
    <message>
        <source>What can be done here</source>
        <translation>这里可以做什么</translation>
    </message>
    <message>
        <source>Select a loop, a block or a buffer to see what can be done with it</source>
        <translation>选择一个循环、块或缓冲区，查看可以对它做什么</translation>
    </message>
    <message>
        <source>What can I do with &lt;b&gt;%1&lt;/b&gt;?</source>
        <translation>可以对 &lt;b&gt;%1&lt;/b&gt; 做什么？</translation>
    </message>
</context>
<context>
    <name>heddle::views::ArgumentField</name>
    <message>
        <source>optional</source>
        <translation>可选</translation>
    </message>
</context>
<context>
    <name>heddle::views::CodeLexer</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Keyword</source>
        <translation>关键字</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Register or variable</source>
        <translation>寄存器或变量</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>注释</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>heddle::views::CommandsPanel</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
</context>
<context>
    <name>heddle::views::ComparePanel</name>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>&amp;B:</source>
        <translation>&amp;B：</translation>
    </message>
    <message>
        <source>fusion off</source>
        <translation>关闭融合</translation>
    </message>
    <message>
        <source>plain schedules</source>
        <translation>朴素调度</translation>
    </message>
    <message>
        <source>optimisation level O%1</source>
        <translation>优化级别 O%1</translation>
    </message>
    <message>
        <source>the same again (shows the noise)</source>
        <translation>相同的构建（显示噪声）</translation>
    </message>
    <message>
        <source>A: current build, O%1</source>
        <translation>A：当前构建，O%1</translation>
    </message>
    <message>
        <source>A: none</source>
        <translation>A：无</translation>
    </message>
    <message>
        <source>Choose a second build and press Compare: both are measured interleaved, so that drift of the machine hits both alike.</source>
        <translation>选择第二个构建并按“比较”：两者交错测量，机器漂移对双方影响相同。</translation>
    </message>
    <message>
        <source>Open a model to compare two builds of it.</source>
        <translation>打开一个模型以比较它的两个构建。</translation>
    </message>
    <message>
        <source>Compare with %1</source>
        <translation>与 %1 比较</translation>
    </message>
    <message>
        <source>A %1, B %2. %3, %4. Measured on #%5.</source>
        <translation>A %1，B %2。%3，%4。在 #%5 上测量。</translation>
    </message>
    <message>
        <source>The build has changed since: compare again.</source>
        <translation>构建此后已改变：请重新比较。</translation>
    </message>
</context>
<context>
    <name>heddle::views::DotStrip</name>
    <message>
        <source>Samples of both builds</source>
        <translation>两个构建的样本</translation>
    </message>
    <message numerus="yes">
        <source>%n slower →</source>
        <translation>
            <numerusform>%n 个更慢 →</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::EngineThread</name>
    <message>
        <source>Replaced by a newer request</source>
        <translation>已被较新的请求取代</translation>
    </message>
    <message>
        <source>Cancelled before it started</source>
        <translation>开始之前已取消</translation>
    </message>
</context>
<context>
    <name>heddle::views::ExportDialog</name>
    <message numerus="yes">
        <source>(%n features in all)</source>
        <translation>
            <numerusform>（共 %n 项特性）</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Shared library, .so</source>
        <translation>共享库 .so(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;tatic library, .a</source>
        <translation>静态库 .a(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Object file, .o</source>
        <translation>目标文件 .o(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Show the &amp;folder</source>
        <translation>打开文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Copy the command</source>
        <translation>复制命令(&amp;C)</translation>
    </message>
    <message>
        <source>Export a module</source>
        <translation>导出模块</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览…(&amp;B)</translation>
    </message>
    <message>
        <source>Fol&amp;der</source>
        <translation>文件夹(&amp;D)</translation>
    </message>
    <message>
        <source>Folder of the module</source>
        <translation>模块所在文件夹</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>&amp;Parameters in a file of their own (%1)</source>
        <translation>参数放在单独的文件中（%1）(&amp;P)</translation>
    </message>
    <message>
        <source>Otherwise they are inside the library, which then needs no other file</source>
        <translation>否则参数包含在库中，库不再需要其他文件</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>And always</source>
        <translation>始终写出</translation>
    </message>
    <message>
        <source>C header, metadata as JSON, CMake package, pkg-config file</source>
        <translation>C 头文件、JSON 元数据、CMake 包、pkg-config 文件</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Result of the export</source>
        <translation>导出结果</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Files of the module</source>
        <translation>模块的文件</translation>
    </message>
    <message>
        <source>Choose a folder and at least one format</source>
        <translation>请选择文件夹和至少一种格式</translation>
    </message>
    <message>
        <source>The library is loaded and run in a clean process before it counts as saved.</source>
        <translation>库会先在一个干净的进程中加载并运行，之后才算已保存。</translation>
    </message>
    <message>
        <source>Without a shared library there is nothing to rehearse: the files are written as they are.</source>
        <translation>没有共享库就无法预演：文件将直接写出。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Compiling, linking and rehearsing</source>
        <translation>正在编译、链接并预演</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Saved and rehearsed, %1</source>
        <translation>已保存并预演，%1</translation>
    </message>
    <message>
        <source>Written, %1</source>
        <translation>已写出，%1</translation>
    </message>
    <message>
        <source>Runs on any processor of the target.</source>
        <translation>可在目标架构的任何处理器上运行。</translation>
    </message>
    <message>
        <source>Needs a processor with %1.</source>
        <translation>需要支持 %1 的处理器。</translation>
    </message>
    <message>
        <source>The clean process: %1.</source>
        <translation>干净进程的结果：%1。</translation>
    </message>
</context>
<context>
    <name>heddle::views::FactorsField</name>
    <message>
        <source>One loop more</source>
        <translation>多一层循环</translation>
    </message>
    <message>
        <source>One loop less</source>
        <translation>少一层循环</translation>
    </message>
    <message>
        <source>(guarded)</source>
        <translation>（带条件）</translation>
    </message>
    <message>
        <source>The factors do not divide the loop: a condition guards the last trip</source>
        <translation>因子不能整除循环：最后一次迭代由条件保护</translation>
    </message>
</context>
<context>
    <name>heddle::views::GraphCanvas</name>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>计算量</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据量</translation>
    </message>
    <message>
        <source>Share of time</source>
        <translation>时间占比</translation>
    </message>
    <message>
        <source>Not fused</source>
        <translation>未融合</translation>
    </message>
    <message>
        <source>Rule: %1</source>
        <translation>规则：%1</translation>
    </message>
    <message>
        <source>Click for what can be done</source>
        <translation>点击查看可以做什么</translation>
    </message>
</context>
<context>
    <name>heddle::views::GraphView</name>
    <message>
        <source>Graph before the pass</source>
        <translation>该遍之前的图</translation>
    </message>
    <message>
        <source>Graph after the pass</source>
        <translation>该遍之后的图</translation>
    </message>
    <message>
        <source>Open a model to see its graph</source>
        <translation>打开一个模型以查看它的图</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 个节点</translation>
    </message>
    <message>
        <source>before: %1</source>
        <translation>之前：%1</translation>
    </message>
    <message>
        <source>after: %1</source>
        <translation>之后：%1</translation>
    </message>
    <message>
        <source>Previous pass</source>
        <translation>上一遍</translation>
    </message>
    <message>
        <source>Next pass</source>
        <translation>下一遍</translation>
    </message>
    <message>
        <source>Play the passes</source>
        <translation>播放各遍</translation>
    </message>
    <message>
        <source>Search the graph  /</source>
        <translation>搜索图  /</translation>
    </message>
    <message>
        <source>A regular expression over names, operators and attributes</source>
        <translation>对名称、算子和属性的正则表达式</translation>
    </message>
    <message>
        <source>Search the graph</source>
        <translation>搜索图</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>着色依据</translation>
    </message>
    <message>
        <source>Before and after side by side</source>
        <translation>前后并排</translation>
    </message>
    <message>
        <source>Fit the graph (F)</source>
        <translation>适应图的大小 (F)</translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n 个匹配</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Open kernel</source>
        <translation>打开内核</translation>
    </message>
    <message>
        <source>Expand group</source>
        <translation>展开组</translation>
    </message>
    <message>
        <source>Collapse group</source>
        <translation>折叠组</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>复制名称</translation>
    </message>
    <message>
        <source>Fit graph</source>
        <translation>适应图的大小</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>Expand all groups</source>
        <translation>展开所有组</translation>
    </message>
    <message>
        <source>Collapse all groups</source>
        <translation>折叠所有组</translation>
    </message>
    <message>
        <source>No graph: %1 of %2 nodes are not supported.
Problems names each of them with its reason.</source>
        <translation>没有图：%2 个节点中有 %1 个不受支持。
“问题”面板列出每个节点及其原因。</translation>
    </message>
    <message>
        <source>%1 nodes in %2 groups</source>
        <translation>%1 个节点，%2 个组</translation>
    </message>
</context>
<context>
    <name>heddle::views::GroupsModel</name>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>计算量</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据量</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
</context>
<context>
    <name>heddle::views::GroupsPanel</name>
    <message>
        <source>Groups</source>
        <translation>组</translation>
    </message>
</context>
<context>
    <name>heddle::views::HistogramChart</name>
    <message>
        <source>%1 values in the fullest bin</source>
        <translation>最满的区间有 %1 个值</translation>
    </message>
    <message>
        <source>, %1 not finite</source>
        <translation>，%1 个非有限值</translation>
    </message>
</context>
<context>
    <name>heddle::views::HistoryModel</name>
    <message>
        <source>as written</source>
        <translation>原始程序</translation>
    </message>
    <message>
        <source>no speed</source>
        <translation>无速度</translation>
    </message>
    <message>
        <source>%1, %2 of peak</source>
        <translation>%1，峰值的 %2</translation>
    </message>
    <message>
        <source>The model is built with this state</source>
        <translation>模型用此状态构建</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>unscheduled</source>
        <translation>未调度</translation>
    </message>
</context>
<context>
    <name>heddle::views::HistoryView</name>
    <message>
        <source>History of the schedule</source>
        <translation>调度的历史</translation>
    </message>
    <message>
        <source>Name the state</source>
        <translation>为状态命名</translation>
    </message>
    <message>
        <source>Name, empty to take it away</source>
        <translation>名称，留空则去除</translation>
    </message>
    <message>
        <source>Go to this state</source>
        <translation>转到此状态</translation>
    </message>
    <message>
        <source>Compare with the current state</source>
        <translation>与当前状态比较</translation>
    </message>
    <message>
        <source>Merge into the current state</source>
        <translation>合并到当前状态</translation>
    </message>
    <message>
        <source>Use in the build</source>
        <translation>用于构建</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新测量</translation>
    </message>
    <message>
        <source>Name…</source>
        <translation>命名…</translation>
    </message>
    <message>
        <source>Copy the trace</source>
        <translation>复制轨迹</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
</context>
<context>
    <name>heddle::views::InputsForm</name>
    <message>
        <source>&amp;Load a file…</source>
        <translation>载入文件…(&amp;L)</translation>
    </message>
    <message>
        <source>For&amp;get files</source>
        <translation>清除文件(&amp;G)</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Inputs of the model</source>
        <translation>模型的输入</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>全零</translation>
    </message>
    <message>
        <source>ones</source>
        <translation>全一</translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation>种子(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Fill</source>
        <translation>填充(&amp;F)</translation>
    </message>
    <message>
        <source>Image &amp;preset</source>
        <translation>图像预设(&amp;P)</translation>
    </message>
    <message>
        <source>Drop an image, .npz or .npy file here, or load one; until then inputs are filled as chosen above</source>
        <translation>将图像、.npz 或 .npy 文件拖到此处，或载入文件；否则按上方的选择填充输入</translation>
    </message>
    <message>
        <source>An image or a .npy array for the selected input, a .npz archive for those it names</source>
        <translation>图像或 .npy 数组用于所选输入，.npz 归档用于其中列出的各输入</translation>
    </message>
    <message>
        <source>Fill all inputs again</source>
        <translation>重新填充所有输入</translation>
    </message>
    <message>
        <source>Load inputs</source>
        <translation>载入输入</translation>
    </message>
    <message>
        <source>Inputs (*.npz *.npy *.png *.jpg *.jpeg *.bmp)</source>
        <translation>输入 (*.npz *.npy *.png *.jpg *.jpeg *.bmp)</translation>
    </message>
    <message>
        <source>random, seed %1</source>
        <translation>随机，种子 %1</translation>
    </message>
</context>
<context>
    <name>heddle::views::Inspector</name>
    <message>
        <source>Force</source>
        <translation>强制</translation>
    </message>
    <message>
        <source>Forbid</source>
        <translation>禁止</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Open kernel</source>
        <translation>打开内核</translation>
    </message>
    <message>
        <source>Facts about the selection</source>
        <translation>所选对象的信息</translation>
    </message>
    <message>
        <source>Put producer and consumer into one group</source>
        <translation>把生产者和消费者放入同一组</translation>
    </message>
    <message>
        <source>Keep producer and consumer apart</source>
        <translation>让生产者和消费者保持分开</translation>
    </message>
    <message>
        <source>Leave the decision to the rules again</source>
        <translation>重新由规则决定</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Keep showing this thing when the selection moves on</source>
        <translation>选择改变时仍显示此对象</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>Open a model; what you select is described here.</source>
        <translation>打开一个模型；所选的内容会在此说明。</translation>
    </message>
    <message>
        <source>Forbidding it</source>
        <translation>禁止它</translation>
    </message>
    <message>
        <source>Forcing it</source>
        <translation>强制它</translation>
    </message>
    <message>
        <source>%1: no predicted effect</source>
        <translation>%1：预计没有影响</translation>
    </message>
    <message>
        <source>%1: predicted %2 faster</source>
        <translation>%1：预计快 %2</translation>
    </message>
    <message>
        <source>%1: predicted %2 slower</source>
        <translation>%1：预计慢 %2</translation>
    </message>
    <message>
        <source>Measure effect</source>
        <translation>测量效果</translation>
    </message>
    <message>
        <source>Time the model with and without this override, by turns</source>
        <translation>交替测量有无此覆盖时模型的用时</translation>
    </message>
    <message>
        <source>Forcing it was refused; the rules decide as before.</source>
        <translation>强制融合被拒绝；仍由规则决定。</translation>
    </message>
    <message>
        <source>The prediction waits for the measurement of this machine</source>
        <translation>测量本机后给出预测</translation>
    </message>
</context>
<context>
    <name>heddle::views::JobList</name>
    <message>
        <source>Job</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>已被取代</translation>
    </message>
</context>
<context>
    <name>heddle::views::JobsPanel</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Cancel job</source>
        <translation>取消任务</translation>
    </message>
</context>
<context>
    <name>heddle::views::KernelPanel</name>
    <message>
        <source>Open a model to look into its kernels</source>
        <translation>打开一个模型以查看它的内核</translation>
    </message>
    <message>
        <source>Generating code…</source>
        <translation>正在生成代码…</translation>
    </message>
    <message>
        <source>Hot loop</source>
        <translation>热循环</translation>
    </message>
    <message>
        <source>Columns that fit</source>
        <translation>自动列数</translation>
    </message>
    <message numerus="yes">
        <source>%n column(s)</source>
        <translation>
            <numerusform>%n 列</numerusform>
        </translation>
    </message>
    <message>
        <source>Columns of text</source>
        <translation>文本列数</translation>
    </message>
    <message>
        <source>Compiling the new state…</source>
        <translation>正在编译新状态…</translation>
    </message>
</context>
<context>
    <name>heddle::views::Legend</name>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
</context>
<context>
    <name>heddle::views::LessonBars</name>
    <message>
        <source>peak of this machine</source>
        <translation>本机峰值</translation>
    </message>
    <message>
        <source>%1 of peak</source>
        <translation>峰值的 %1</translation>
    </message>
</context>
<context>
    <name>heddle::views::LessonCard</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Leave the lesson</source>
        <translation>离开课程</translation>
    </message>
    <message>
        <source>Open the lesson</source>
        <translation>打开课程</translation>
    </message>
    <message>
        <source>%1, %2 of the peak of this machine</source>
        <translation>%1，本机峰值的 %2</translation>
    </message>
    <message>
        <source>%1 times the definition</source>
        <translation>是定义的 %1 倍</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message numerus="yes">
        <source>and %n step(s) more</source>
        <translation>
            <numerusform>还有 %n 步</numerusform>
        </translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>下一步：%1</translation>
    </message>
</context>
<context>
    <name>heddle::views::MemoryChart</name>
    <message>
        <source>Memory plan</source>
        <translation>内存规划</translation>
    </message>
    <message>
        <source>No value passes between kernels: the arena is empty</source>
        <translation>内核之间没有传递值：内存池为空</translation>
    </message>
    <message>
        <source>Measure to see how memory is used</source>
        <translation>测量后可查看内存的使用</translation>
    </message>
    <message>
        <source>step 0</source>
        <translation>步骤 0</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>步骤 %1</translation>
    </message>
    <message>
        <source>%1
%2 at offset %3, steps %4 to %5%6</source>
        <translation>%1
%2，偏移 %3，步骤 %4 至 %5%6</translation>
    </message>
    <message>
        <source>
alive at the peak</source>
        <translation>
在峰值时存活</translation>
    </message>
    <message>
        <source>Arena %1; without reuse %2. Alive at the peak: coloured</source>
        <translation>内存区 %1；不复用时 %2。峰值时存活的已着色</translation>
    </message>
</context>
<context>
    <name>heddle::views::Minimap</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Overview: click or drag to go there</source>
        <translation>概览：点击或拖动以前往</translation>
    </message>
</context>
<context>
    <name>heddle::views::NumberField</name>
    <message>
        <source>Factor, among the divisors</source>
        <translation>因子，在约数之间</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>因子</translation>
    </message>
</context>
<context>
    <name>heddle::views::OptionModel</name>
    <message>
        <source>Not here, and why</source>
        <translation>此处不可用及原因</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>heddle::views::OrderField</name>
    <message>
        <source>Loops, outermost first</source>
        <translation>循环，最外层在前</translation>
    </message>
    <message>
        <source>Drag to reorder, or Alt+Up and Alt+Down</source>
        <translation>拖动或用 Alt+上、Alt+下 调整顺序</translation>
    </message>
</context>
<context>
    <name>heddle::views::OutlineModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
</context>
<context>
    <name>heddle::views::OutlinePanel</name>
    <message>
        <source>Graph by scope</source>
        <translation>按作用域的图</translation>
    </message>
    <message>
        <source>Groups by time</source>
        <translation>按时间的组</translation>
    </message>
    <message>
        <source>What the outline lists</source>
        <translation>大纲列出的内容</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
    <message>
        <source>Open kernel</source>
        <translation>打开内核</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>复制名称</translation>
    </message>
</context>
<context>
    <name>heddle::views::OutputView</name>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>Values of the output</source>
        <translation>输出的值</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
</context>
<context>
    <name>heddle::views::PassStrip</name>
    <message>
        <source>%1 groups</source>
        <translation>%1 组</translation>
    </message>
    <message>
        <source>%1 nodes; %2 added, %3 removed, %4 changed; %5</source>
        <translation>%1 个节点；新增 %2，移除 %3，改变 %4；%5</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>优化遍</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt;&lt;br&gt;left out; the context menu puts it back</source>
        <translation>&lt;b&gt;%1&lt;/b&gt;&lt;br&gt;已省去；可用右键菜单恢复</translation>
    </message>
    <message>
        <source>Put %1 back</source>
        <translation>恢复 %1</translation>
    </message>
    <message>
        <source>Leave %1 out</source>
        <translation>省去 %1</translation>
    </message>
    <message>
        <source>%1 cannot be left out</source>
        <translation>%1 不能省去</translation>
    </message>
</context>
<context>
    <name>heddle::views::ProblemsModel</name>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Way on</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
</context>
<context>
    <name>heddle::views::ProblemsPanel</name>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>heddle::views::ProfileModel</name>
    <message>
        <source>compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>overhead</source>
        <translation>开销</translation>
    </message>
    <message>
        <source>latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Multiply-adds: near the processor&apos;s arithmetic peak.</source>
        <translation>乘加运算：接近处理器的算力峰值。</translation>
    </message>
    <message>
        <source>Traffic: near the bandwidth of the cache or memory that holds its data.</source>
        <translation>数据传输：接近其数据所在缓存或内存的带宽。</translation>
    </message>
    <message>
        <source>Starting the kernel takes most of its time.</source>
        <translation>启动内核占了大部分时间。</translation>
    </message>
    <message>
        <source>Far from both roofs: dependent or scalar instructions, waiting, or poor locality.</source>
        <translation>离两条上限都很远：相互依赖或标量的指令、等待，或局部性差。</translation>
    </message>
    <message>
        <source>n/a</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Not available: %1</source>
        <translation>不可用：%1</translation>
    </message>
    <message>
        <source>Too short to count: counting nothing gives as much</source>
        <translation>太短，无法计数：空测量也得到同样的值</translation>
    </message>
    <message>
        <source>%1 to %2, 95 % interval of the median
%3
%4
%5</source>
        <translation>%1 至 %2，中位数的 95 % 区间
%3
%4
%5</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>GFLOPS</source>
        <translation>GFLOPS</translation>
    </message>
    <message>
        <source>Of peak</source>
        <translation>占峰值</translation>
    </message>
    <message>
        <source>GB/s</source>
        <translation>GB/s</translation>
    </message>
    <message>
        <source>Bound by</source>
        <translation>受限于</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用次数</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>task-clock, ns</source>
        <translation>task-clock，ns</translation>
    </message>
</context>
<context>
    <name>heddle::views::ProfilePanel</name>
    <message>
        <source>Profile by group</source>
        <translation>按组的性能剖析</translation>
    </message>
    <message>
        <source>Open a model, then measure it, to see where its time goes.</source>
        <translation>打开并测量一个模型，即可查看时间花在哪里。</translation>
    </message>
    <message>
        <source>Measured on #%1, changed since: measure again.</source>
        <translation>在 #%1 上测量，之后已更改：请重新测量。</translation>
    </message>
    <message>
        <source>Save profile…</source>
        <translation>保存剖析…</translation>
    </message>
    <message>
        <source>The table as CSV, or the timeline as a Chrome trace</source>
        <translation>表格存为 CSV，或时间线存为 Chrome 跟踪</translation>
    </message>
    <message>
        <source>Save profile</source>
        <translation>保存剖析</translation>
    </message>
    <message>
        <source>Tables (*.csv);;Chrome traces (*.json)</source>
        <translation>表格 (*.csv);;Chrome 跟踪 (*.json)</translation>
    </message>
    <message>
        <source>0 in every group: %1.</source>
        <translation>所有组均为 0：%1。</translation>
    </message>
    <message>
        <source>Not available here: %1. Reason: %2.</source>
        <translation>此处不可用：%1。原因：%2。</translation>
    </message>
    <message numerus="yes">
        <source>%1 with %n thread(s). Peak here: %2 and %3.</source>
        <translation>
            <numerusform>%1，%n 个线程。本机峰值：%2 和 %3。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not measured yet. &lt;a href=&quot;measure&quot;&gt;Measure&lt;/a&gt; (Ctrl+M) runs the model and fills this table.</source>
        <translation>尚未测量。&lt;a href=&quot;measure&quot;&gt;测量&lt;/a&gt;（Ctrl+M）会运行模型并填写此表。</translation>
    </message>
    <message>
        <source>%1 of %2 groups run in the marked %3; Esc shows all.</source>
        <translation>标记的 %3 内运行了 %2 个组中的 %1 个；按 Esc 显示全部。</translation>
    </message>
</context>
<context>
    <name>heddle::views::RunPanel</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Save outputs</source>
        <translation>保存输出</translation>
    </message>
    <message>
        <source>NumPy archives (*.npz)</source>
        <translation>NumPy 归档 (*.npz)</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Not run yet: Run executes the model once with the inputs on the left.</source>
        <translation>尚未运行：“运行”会用左侧的输入执行一次模型。</translation>
    </message>
    <message numerus="yes">
        <source>%1, %2, %n thread(s)</source>
        <translation>
            <numerusform>%1，%2，%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>验证(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Save outputs…</source>
        <translation>保存输出…(&amp;S)</translation>
    </message>
    <message>
        <source>La&amp;bels…</source>
        <translation>标签…(&amp;B)</translation>
    </message>
    <message>
        <source>A text file with a class name a line; labels.txt beside the model is read by itself</source>
        <translation>每行一个类名的文本文件；模型旁的 labels.txt 会自动读取</translation>
    </message>
    <message>
        <source>Load labels</source>
        <translation>载入标签</translation>
    </message>
    <message>
        <source>Text files (*.txt);;All files (*)</source>
        <translation>文本文件 (*.txt);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>heddle::views::ScheduleBar</name>
    <message>
        <source>Fused group</source>
        <translation>融合组</translation>
    </message>
    <message>
        <source>To the state before (Ctrl+Z)</source>
        <translation>到前一个状态 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>To the state that was left (Ctrl+Shift+Z)</source>
        <translation>到离开的状态 (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>Measure edits</source>
        <translation>测量编辑</translation>
    </message>
    <message>
        <source>Prove and time every state by itself once edits have settled</source>
        <translation>编辑停止后自动验证每个状态并计时</translation>
    </message>
    <message>
        <source>Use in the build</source>
        <translation>用于构建</translation>
    </message>
    <message>
        <source>Build the model with this schedule</source>
        <translation>用此调度构建模型</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Any two states side by side, timed by turns</source>
        <translation>任意两个状态并排显示，交替计时</translation>
    </message>
    <message>
        <source>Transplant</source>
        <translation>移植</translation>
    </message>
    <message>
        <source>Try this schedule on the similar groups</source>
        <translation>在相似的组上试用此调度</translation>
    </message>
    <message>
        <source>Load a schedule from a file</source>
        <translation>从文件载入调度</translation>
    </message>
    <message>
        <source>Save this schedule to a file</source>
        <translation>将此调度保存到文件</translation>
    </message>
    <message>
        <source>Copy the command that measures this again</source>
        <translation>复制再次测量的命令</translation>
    </message>
    <message numerus="yes">
        <source>shared by %n group(s)</source>
        <translation>
            <numerusform>%n 个组共用</numerusform>
        </translation>
    </message>
    <message>
        <source>In the build</source>
        <translation>已用于构建</translation>
    </message>
</context>
<context>
    <name>heddle::views::ScheduleDesk</name>
    <message>
        <source>Generating code…</source>
        <translation>正在生成代码…</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Use the schedule in the build</source>
        <translation>在构建中使用此调度</translation>
    </message>
</context>
<context>
    <name>heddle::views::SchedulePanel</name>
    <message>
        <source>Loop tree</source>
        <translation>循环树</translation>
    </message>
    <message>
        <source>Not here, and why</source>
        <translation>此处不可用及原因</translation>
    </message>
</context>
<context>
    <name>heddle::views::ScheduleTreeModel</name>
    <message>
        <source>block</source>
        <translation>块</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n iteration(s), %2</source>
        <translation>
            <numerusform>%1：%n 次迭代，%2</numerusform>
        </translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>块 %1</translation>
    </message>
    <message>
        <source>Its body runs %1 times in a call</source>
        <translation>循环体在一次调用中执行 %1 次</translation>
    </message>
    <message>
        <source>One run through the loop touches %1, which fits in %2</source>
        <translation>循环执行一遍访问 %1，可放入 %2</translation>
    </message>
    <message>
        <source>Each of these bytes is used %1 times</source>
        <translation>其中每个字节使用 %1 次</translation>
    </message>
    <message>
        <source>Buffers</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <source>What one run through the loop touches, against the caches L1, L2 and L3</source>
        <translation>循环执行一遍访问的数据量，与 L1、L2、L3 缓存对比</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Trips</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Working set</source>
        <translation>工作集</translation>
    </message>
</context>
<context>
    <name>heddle::views::ScheduleView</name>
    <message>
        <source>Schedules (*.trace);;All files (*)</source>
        <translation>调度 (*.trace);;所有文件 (*)</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Save schedule</source>
        <translation>保存调度</translation>
    </message>
    <message>
        <source>Load schedule</source>
        <translation>载入调度</translation>
    </message>
</context>
<context>
    <name>heddle::views::ShapeForm</name>
    <message>
        <source>Input shapes</source>
        <translation>输入形状</translation>
    </message>
    <message>
        <source>The model leaves these sizes open. Kernels are compiled for the ones given here.</source>
        <translation>模型未确定这些尺寸。内核将按此处给出的尺寸编译。</translation>
    </message>
    <message>
        <source>Use these shapes</source>
        <translation>使用这些形状</translation>
    </message>
</context>
<context>
    <name>heddle::views::SpeedCard</name>
    <message>
        <source>%1 of %2 vector registers</source>
        <translation>向量寄存器 %1/%2</translation>
    </message>
    <message>
        <source>Share of peak</source>
        <translation>占峰值的比例</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>of the state before</source>
        <translation>前一状态的结果</translation>
    </message>
    <message>
        <source>%1 of peak</source>
        <translation>峰值的 %1</translation>
    </message>
    <message>
        <source>noise %1</source>
        <translation>噪声 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>Within noise of the state before, %1</source>
        <translation>与前一状态的差异在噪声内，%1</translation>
    </message>
    <message>
        <source>%1 faster than the state before, %2</source>
        <translation>比前一状态快 %1，%2</translation>
    </message>
    <message>
        <source>%1 slower than the state before, %2</source>
        <translation>比前一状态慢 %1，%2</translation>
    </message>
    <message>
        <source>No speed: %1</source>
        <translation>无速度：%1</translation>
    </message>
    <message>
        <source>Checked against the reference: worst error %1 of the tolerance</source>
        <translation>已对照参考实现：最大误差为容差的 %1</translation>
    </message>
    <message>
        <source>Checking against the reference, then timing…</source>
        <translation>正在对照参考实现，然后计时…</translation>
    </message>
    <message>
        <source>Not yet checked against the reference</source>
        <translation>尚未对照参考实现</translation>
    </message>
    <message>
        <source>Predicted %1</source>
        <translation>预测 %1</translation>
    </message>
    <message>
        <source>bound by compute</source>
        <translation>受计算限制</translation>
    </message>
    <message>
        <source>bound by memory</source>
        <translation>受内存限制</translation>
    </message>
    <message>
        <source>%1 FMA</source>
        <translation>%1 次 FMA</translation>
    </message>
    <message numerus="yes">
        <source>%n load(s)</source>
        <translation>
            <numerusform>%n 次加载</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spill(s)</source>
        <translation>
            <numerusform>%n 次溢出</numerusform>
        </translation>
    </message>
    <message>
        <source>busiest: %1</source>
        <translation>最忙：%1</translation>
    </message>
</context>
<context>
    <name>heddle::views::StartPage</name>
    <message>
        <source>Heddle</source>
        <translation>Heddle</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>or drop an .onnx file anywhere in the window</source>
        <translation>或将 .onnx 文件拖放到窗口任意处</translation>
    </message>
    <message>
        <source>Recent models</source>
        <translation>最近的模型</translation>
    </message>
    <message>
        <source>Bundled sample</source>
        <translation>自带示例</translation>
    </message>
    <message>
        <source>%1 is no longer there</source>
        <translation>%1 已不存在</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Learn schedules</source>
        <translation>学习调度</translation>
    </message>
    <message>
        <source>A fast matmul in five minutes</source>
        <translation>五分钟写出快速矩阵乘法</translation>
    </message>
    <message>
        <source>From three loops to near the peak of this machine, every step explained and measured</source>
        <translation>从三重循环到接近本机峰值，每一步都有讲解和测量</translation>
    </message>
</context>
<context>
    <name>heddle::views::StateComparison</name>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Loop program</source>
        <translation>循环程序</translation>
    </message>
    <message>
        <source>Assembly of A</source>
        <translation>A 的汇编</translation>
    </message>
    <message>
        <source>Assembly of B</source>
        <translation>B 的汇编</translation>
    </message>
    <message>
        <source>Compare two states</source>
        <translation>比较两个状态</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Assembly</source>
        <translation>汇编</translation>
    </message>
    <message>
        <source>A over B</source>
        <translation>A 比 B</translation>
    </message>
    <message>
        <source>Timing both by turns…</source>
        <translation>正在交替计时…</translation>
    </message>
    <message>
        <source>A is %1, B is %2</source>
        <translation>A 为 %1，B 为 %2</translation>
    </message>
    <message>
        <source>A takes %1 times as long as B, %2 to %3 (95 %)</source>
        <translation>A 的用时是 B 的 %1 倍，%2 至 %3 (95 %)</translation>
    </message>
    <message>
        <source>Time of a call</source>
        <translation>一次调用的时间</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Share of peak</source>
        <translation>占峰值的比例</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Hot loop: instructions</source>
        <translation>热循环：指令</translation>
    </message>
    <message>
        <source>Hot loop: FMA</source>
        <translation>热循环：FMA</translation>
    </message>
    <message>
        <source>Hot loop: loads</source>
        <translation>热循环：加载</translation>
    </message>
    <message>
        <source>Hot loop: spills</source>
        <translation>热循环：溢出</translation>
    </message>
    <message>
        <source>Hot loop: cycles an iteration</source>
        <translation>热循环：每次迭代的周期</translation>
    </message>
    <message>
        <source>Not counted here: %1</source>
        <translation>此处无法计数：%1</translation>
    </message>
</context>
<context>
    <name>heddle::views::StepForm</name>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Back to what can be done (Esc)</source>
        <translation>返回可做的操作 (Esc)</translation>
    </message>
    <message>
        <source>The step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Enter applies, Esc leaves</source>
        <translation>Enter 应用，Esc 离开</translation>
    </message>
    <message>
        <source>Two iterations that break it: %1</source>
        <translation>两次冲突的迭代：%1</translation>
    </message>
    <message>
        <source>Instead: %1</source>
        <translation>改为：%1</translation>
    </message>
    <message numerus="yes">
        <source>The nearest legal way: %n step(s)</source>
        <translation>
            <numerusform>最接近的合法做法：%n 步</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>after taking back %n step(s)</source>
        <translation>
            <numerusform>先撤回 %n 步</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::TensorImage</name>
    <message>
        <source>A tensor of fewer than two axes has no picture</source>
        <translation>少于两个轴的张量没有图片</translation>
    </message>
</context>
<context>
    <name>heddle::views::TextPane</name>
    <message>
        <source>Form of the kernel</source>
        <translation>内核的形式</translation>
    </message>
    <message>
        <source>Text of the kernel</source>
        <translation>内核的文本</translation>
    </message>
    <message>
        <source>no line of it here</source>
        <translation>此处没有对应的行</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::views::Timeline</name>
    <message>
        <source>Timeline of one run</source>
        <translation>一次运行的时间线</translation>
    </message>
    <message>
        <source>Measure to see where the time of one run goes</source>
        <translation>测量后可查看一次运行的时间分布</translation>
    </message>
    <message>
        <source>thread %1</source>
        <translation>线程 %1</translation>
    </message>
    <message>
        <source>%1
%2 on thread %3, from %4</source>
        <translation>%1
%2，线程 %3，始于 %4</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
</context>
<context>
    <name>heddle::views::TraceEditor</name>
    <message>
        <source>Bring my text back</source>
        <translation>恢复我的文本</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>调度</translation>
    </message>
    <message>
        <source>Schedule as text</source>
        <translation>文本形式的调度</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>The schedule changed elsewhere; your text is kept</source>
        <translation>调度在别处已更改；您的文本已保留</translation>
    </message>
    <message>
        <source>No steps: the loops run as written. Type one, or use the loop tree</source>
        <translation>没有步骤：循环按原样执行。可在此输入，或使用循环树</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n 步</numerusform>
        </translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
</context>
<context>
    <name>heddle::views::TransplantDialog</name>
    <message>
        <source>Transplant the schedule</source>
        <translation>移植调度</translation>
    </message>
    <message>
        <source>Looking for groups of the same kind…</source>
        <translation>正在查找同类的组…</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Groups of the same kind</source>
        <translation>同类的组</translation>
    </message>
    <message>
        <source>Transplant</source>
        <translation>移植</translation>
    </message>
    <message>
        <source>Look for similar groups</source>
        <translation>查找相似的组</translation>
    </message>
    <message>
        <source>No other group of this model computes the same kind of thing.</source>
        <translation>此模型中没有其他同类的组。</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) of the same kind.</source>
        <translation>
            <numerusform>%n 个同类的组。</numerusform>
        </translation>
    </message>
    <message>
        <source>The schedule is legal for %1 of them.</source>
        <translation>此调度对其中 %1 个合法。</translation>
    </message>
    <message numerus="yes">
        <source>Transplant to %n group(s)</source>
        <translation>
            <numerusform>移植到 %n 个组</numerusform>
        </translation>
    </message>
    <message>
        <source>Proving and timing before and after…</source>
        <translation>正在验证并对前后计时…</translation>
    </message>
    <message numerus="yes">
        <source>Done: tried on %n group(s).</source>
        <translation>
            <numerusform>完成：已在 %n 个组上试用。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model is now built with it where it is faster: in %n of them.</source>
        <translation>
            <numerusform>在更快的 %n 个组中，模型现已用它构建。</numerusform>
        </translation>
    </message>
    <message>
        <source>It is faster in none of them: the build stays as it was.</source>
        <translation>它在所有组中都没有更快：构建保持不变。</translation>
    </message>
</context>
<context>
    <name>heddle::views::VerifyModel</name>
    <message>
        <source>agrees</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>%1, %2 of %3 round at a border</source>
        <translation>%1，%3 个元素中有 %2 个在舍入边界</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Of tolerance</source>
        <translation>占容差</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Absolute error</source>
        <translation>绝对误差</translation>
    </message>
    <message>
        <source>Relative error</source>
        <translation>相对误差</translation>
    </message>
</context>
<context>
    <name>heddle::views::VerifyPage</name>
    <message>
        <source>E&amp;xpected outputs…</source>
        <translation>期望输出…(&amp;X)</translation>
    </message>
    <message>
        <source>Show what it changed</source>
        <translation>查看它的改动</translation>
    </message>
    <message>
        <source>Verification by layer</source>
        <translation>逐层验证</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>The graph before and after the pass, side by side</source>
        <translation>并排显示该步骤前后的图</translation>
    </message>
    <message>
        <source>An .npz archive with the outputs that the model should give</source>
        <translation>包含模型应给出的输出的 .npz 归档</translation>
    </message>
    <message>
        <source>Not verified yet: Verify compares every layer with the reference interpreter.</source>
        <translation>尚未验证：“验证”将每一层与参考解释器比较。</translation>
    </message>
    <message>
        <source>Load expected outputs</source>
        <translation>载入期望输出</translation>
    </message>
    <message>
        <source>NumPy archives (*.npz)</source>
        <translation>NumPy 归档 (*.npz)</translation>
    </message>
    <message>
        <source>Verify compares with %1 too.</source>
        <translation>“验证”也会与 %1 比较。</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>All %1 values agree with the %2.</source>
        <translation>全部 %1 个值与%2一致。</translation>
    </message>
    <message>
        <source>%1 of %2 elements differ by one quantisation step, each at a rounding border.</source>
        <translation>%2 个元素中有 %1 个相差一个量化步长，均位于舍入边界。</translation>
    </message>
    <message>
        <source>%1 of %2 values are wrong.</source>
        <translation>%2 个值中有 %1 个错误。</translation>
    </message>
    <message>
        <source>Introduced by %1: %2.</source>
        <translation>由 %1 引入：%2。</translation>
    </message>
    <message>
        <source>Disable %1 and verify again</source>
        <translation>停用 %1 并重新验证</translation>
    </message>
    <message>
        <source>code generation of %1</source>
        <translation>%1 的代码生成</translation>
    </message>
</context>
<context>
    <name>heddle::views::Waterfall</name>
    <message>
        <source>Contribution of each group to the difference</source>
        <translation>每个组对差异的贡献</translation>
    </message>
    <message>
        <source>residual, not in any group</source>
        <translation>残差，不属于任何组</translation>
    </message>
    <message>
        <source>all other groups</source>
        <translation>所有其他组</translation>
    </message>
    <message>
        <source>the axis starts at %1</source>
        <translation>坐标轴从 %1 开始</translation>
    </message>
</context>
<context>
    <name>heddle::views::WorkbenchContext</name>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Run graph passes at O%1</source>
        <translation>以 O%1 运行图优化遍</translation>
    </message>
    <message>
        <source>Compile</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>Change fusion</source>
        <translation>更改融合</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Set input shapes</source>
        <translation>设置输入形状</translation>
    </message>
    <message>
        <source>Measure the override</source>
        <translation>测量覆盖效果</translation>
    </message>
    <message>
        <source>Measure this machine</source>
        <translation>测量本机</translation>
    </message>
    <message>
        <source>Put %1 back</source>
        <translation>恢复 %1</translation>
    </message>
    <message>
        <source>Leave %1 out</source>
        <translation>省去 %1</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Workbench for compiled neural networks</source>
        <translation>编译神经网络的工作台</translation>
    </message>
    <message>
        <source>ONNX model to open</source>
        <translation>要打开的 ONNX 模型</translation>
    </message>
    <message>
        <source>Write a picture of the window and quit</source>
        <translation>写出窗口图片并退出</translation>
    </message>
    <message>
        <source>Write pictures of every view and quit</source>
        <translation>写出每个视图的图片并退出</translation>
    </message>
    <message>
        <source>light or dark, for this run</source>
        <translation>本次运行使用 light 或 dark</translation>
    </message>
    <message>
        <source>Language code, for this run</source>
        <translation>本次运行的语言代码</translation>
    </message>
    <message>
        <source>Size of the window, for this run: 1920x1080</source>
        <translation>本次运行的窗口大小：1920x1080</translation>
    </message>
</context>
</TS>
